package dev.tidings.engine.linked.crypto;

/**
 * Arithmetic modulo the order of the base point, little-endian, in time that does not depend on the values: nonces and private
 * keys pass through here.
 */
final class Scalar {
    private static final int WORDS = 8;
    private static final long MASK = 0xffffffffL;
    /** 2^252 + 27742317777372353535851937790883648493, lowest word first. */
    private static final int[] ORDER = {0x5cf5d3ed, 0x5812631a, 0xa2f79cd6, 0x14def9de, 0, 0, 0, 0x10000000};

    private Scalar() {}

    /** @param value 64 bytes, or fewer */
    static byte[] reduce(byte[] value) {
        int[] rest = new int[WORDS];
        for (int i = value.length - 1; i >= 0; i--) {
            for (int bit = 7; bit >= 0; bit--) {
                shiftIn(rest, (value[i] >>> bit) & 1);
                subtractOrderIfAbove(rest);
            }
        }
        return bytes(rest);
    }

    /** a * b + c, for factors and summand of 32 bytes. */
    static byte[] multiplyAdd(byte[] a, byte[] b, byte[] c) {
        int[] x = words(a);
        int[] y = words(b);
        int[] sum = new int[2 * WORDS];
        System.arraycopy(words(c), 0, sum, 0, WORDS);
        for (int i = 0; i < WORDS; i++) {
            long carry = 0;
            for (int j = 0; j < WORDS; j++) {
                // The largest possible value fits: (2^32 - 1)^2 + 2 * (2^32 - 1) = 2^64 - 1.
                long word = (x[i] & MASK) * (y[j] & MASK) + (sum[i + j] & MASK) + carry;
                sum[i + j] = (int) word;
                carry = word >>> 32;
            }
            for (int j = i + WORDS; j < sum.length; j++) {
                long word = (sum[j] & MASK) + carry;
                sum[j] = (int) word;
                carry = word >>> 32;
            }
        }
        return reduce(bytes(sum));
    }

    /** What is below the order stays below 2^254 when a bit is shifted in, so nothing is lost at the top. */
    private static void shiftIn(int[] value, int bit) {
        for (int i = WORDS - 1; i > 0; i--) {
            value[i] = value[i] << 1 | value[i - 1] >>> 31;
        }
        value[0] = value[0] << 1 | bit;
    }

    private static void subtractOrderIfAbove(int[] value) {
        int[] less = new int[WORDS];
        long borrow = 0;
        for (int i = 0; i < WORDS; i++) {
            long word = (value[i] & MASK) - (ORDER[i] & MASK) + borrow;
            less[i] = (int) word;
            borrow = word >> 32;
        }
        int keep = (int) borrow;
        for (int i = 0; i < WORDS; i++) {
            value[i] = value[i] & keep | less[i] & ~keep;
        }
    }

    private static int[] words(byte[] value) {
        int[] words = new int[WORDS];
        for (int i = 0; i < value.length; i++) {
            words[i / 4] |= (value[i] & 0xff) << 8 * (i % 4);
        }
        return words;
    }

    private static byte[] bytes(int[] words) {
        byte[] bytes = new byte[words.length * 4];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (words[i / 4] >>> 8 * (i % 4));
        }
        return bytes;
    }
}
