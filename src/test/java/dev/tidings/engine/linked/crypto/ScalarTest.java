package dev.tidings.engine.linked.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidings.engine.linked.Vectors;
import java.math.BigInteger;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ScalarTest {
    private static final BigInteger ORDER =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    @Test
    void agreesWithArithmeticOfTheJdk() {
        Randomness randomness = Vectors.seeded(7);
        for (int i = 0; i < 500; i++) {
            byte[] wide = randomness.bytes(64);
            assertEquals(number(wide).mod(ORDER), number(Scalar.reduce(wide)));
            byte[] a = randomness.bytes(32);
            byte[] b = randomness.bytes(32);
            byte[] c = randomness.bytes(32);
            BigInteger expected = number(a).multiply(number(b)).add(number(c)).mod(ORDER);
            assertEquals(expected, number(Scalar.multiplyAdd(a, b, c)));
        }
    }

    @Test
    void holdsAtTheEdges() {
        byte[] most = new byte[64];
        Arrays.fill(most, (byte) 0xff);
        assertEquals(number(most).mod(ORDER), number(Scalar.reduce(most)));
        byte[] factor = Arrays.copyOf(most, 32);
        BigInteger expected = number(factor).pow(2).add(number(factor)).mod(ORDER);
        assertEquals(expected, number(Scalar.multiplyAdd(factor, factor, factor)));
        assertEquals(BigInteger.ZERO, number(Scalar.reduce(bytes(ORDER))));
        assertEquals(ORDER.subtract(BigInteger.ONE), number(Scalar.reduce(bytes(ORDER.subtract(BigInteger.ONE)))));
    }

    private static BigInteger number(byte[] littleEndian) {
        byte[] reversed = new byte[littleEndian.length];
        for (int i = 0; i < reversed.length; i++) {
            reversed[i] = littleEndian[reversed.length - 1 - i];
        }
        return new BigInteger(1, reversed);
    }

    private static byte[] bytes(BigInteger number) {
        byte[] littleEndian = new byte[64];
        for (int i = 0; i < littleEndian.length; i++) {
            littleEndian[i] = number.shiftRight(8 * i).byteValue();
        }
        return littleEndian;
    }
}
