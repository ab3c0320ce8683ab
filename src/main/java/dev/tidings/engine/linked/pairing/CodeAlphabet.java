package dev.tidings.engine.linked.pairing;

/** Eight characters for five bytes, without those that people mix up. */
final class CodeAlphabet {
    static final int BYTES = 5;
    static final int LENGTH = 8;

    private static final String CHARACTERS = "123456789ABCDEFGHJKLMNPQRSTVWXYZ";

    private CodeAlphabet() {}

    static String write(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a code is of 5 bytes");
        }
        long bits = 0;
        for (byte next : bytes) {
            bits = bits << 8 | next & 0xff;
        }
        StringBuilder code = new StringBuilder(LENGTH);
        for (int shift = 35; shift >= 0; shift -= 5) {
            code.append(CHARACTERS.charAt((int) (bits >>> shift) & 31));
        }
        return code.toString();
    }

    /** Whether somebody may have chosen this code. */
    static boolean isCode(String text) {
        return text.length() == LENGTH && text.chars().allMatch(c -> CHARACTERS.indexOf(c) >= 0);
    }

    /** As it is shown to people: XXXX-XXXX. */
    static String show(String code) {
        return code.substring(0, LENGTH / 2) + '-' + code.substring(LENGTH / 2);
    }
}
