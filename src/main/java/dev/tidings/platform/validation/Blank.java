package dev.tidings.platform.validation;

/**
 * The one meaning of "blank": a text that shows nothing, because it is empty or holds only white space, controls, format
 * characters such as the zero-width space, and fillers.
 */
public final class Blank {
    private static final int TAGS_AND_SELECTORS = 0xE0000;
    private static final int TAGS_AND_SELECTORS_END = 0xE0FFF;

    private Blank() {}

    public static boolean is(String text) {
        return text.codePoints().allMatch(Blank::isInvisible);
    }

    private static boolean isInvisible(int character) {
        return Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || isOfAnInvisibleType(character)
                || isFiller(character)
                || isVariationSelector(character)
                || (character >= TAGS_AND_SELECTORS && character <= TAGS_AND_SELECTORS_END);
    }

    private static boolean isOfAnInvisibleType(int character) {
        int type = Character.getType(character);
        return type == Character.CONTROL || type == Character.FORMAT;
    }

    /** Letters and marks by their category, that nobody sees. */
    private static boolean isFiller(int character) {
        return switch (character) {
            case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2065, 0x2800, 0x3164, 0xFFA0 -> true;
            default -> false;
        };
    }

    private static boolean isVariationSelector(int character) {
        return (character >= 0x180B && character <= 0x180F) || (character >= 0xFE00 && character <= 0xFE0F);
    }
}
