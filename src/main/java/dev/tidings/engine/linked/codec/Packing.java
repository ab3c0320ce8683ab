package dev.tidings.engine.linked.codec;

import dev.tidings.engine.linked.bytes.MalformedException;

/** Text of digits, two to a byte, the high half first; a half left over holds 15. */
final class Packing {
    static final int MAX_CHARACTERS = 127;

    /** By value; X has no character. */
    private static final String NIBBLES = "0123456789-.XXXX";

    private static final String HEX = "0123456789ABCDEF";
    private static final int PADDING = 15;
    private static final int ODD = 0x80;

    private Packing() {}

    static boolean isNibbles(String text) {
        return fits(text) && text.chars().allMatch(c -> c >= '0' && c <= '9' || c == '-' || c == '.');
    }

    static boolean isHex(String text) {
        return fits(text) && text.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'A' && c <= 'F');
    }

    private static boolean fits(String text) {
        return !text.isEmpty() && text.length() <= MAX_CHARACTERS;
    }

    static void pack(int mark, String text, Output out) {
        String characters = mark == Marks.HEX_8 ? HEX : NIBBLES;
        int length = text.length();
        out.write8(mark);
        out.write8((length + 1) / 2 | (length % 2 == 1 ? ODD : 0));
        for (int i = 0; i < length; i += 2) {
            int low = i + 1 < length ? characters.indexOf(text.charAt(i + 1)) : PADDING;
            out.write8(characters.indexOf(text.charAt(i)) << 4 | low);
        }
    }

    static String unpack(int mark, Input in) {
        int header = in.read8();
        boolean odd = (header & ODD) != 0;
        int size = header & ~ODD;
        if (odd && size == 0) {
            throw new MalformedException("nothing is packed, yet half a byte is left over");
        }
        StringBuilder text = new StringBuilder(size * 2);
        for (int i = 0; i < size; i++) {
            int value = in.read8();
            text.append(character(mark, value >>> 4));
            if (i < size - 1 || !odd) {
                text.append(character(mark, value & 15));
            }
        }
        return text.toString();
    }

    private static char character(int mark, int value) {
        if (mark == Marks.HEX_8) {
            return HEX.charAt(value);
        }
        if (value > 11) {
            throw new MalformedException("no packed digit has this value");
        }
        return NIBBLES.charAt(value);
    }
}
