package dev.tidings.engine.linked.crypto;

import org.bouncycastle.math.ec.rfc7748.X25519Field;

/**
 * Multiples of the base point of edwards25519. Bouncy Castle multiplies by a scalar that it derives from a seed, while a key of
 * Signal is the scalar itself. Extended coordinates (X : Y : Z : T), x = X/Z, y = Y/Z, T = XY/Z; one addition that holds for all
 * pairs of points, and the same steps for every scalar.
 */
final class EdwardsPoint {
    private static final int BITS = 256;
    /** Twice the constant d = -121665/121666 of the curve. */
    private static final int[] D2 = doubledD();

    private static final EdwardsPoint BASE = base();

    private final int[] x = X25519Field.create();
    private final int[] y = X25519Field.create();
    private final int[] z = X25519Field.create();
    private final int[] t = X25519Field.create();

    private EdwardsPoint() {
        X25519Field.one(y);
        X25519Field.one(z);
    }

    /** The multiple as Ed25519 writes points: y in 32 bytes, little-endian, the lowest bit of x in the top bit. */
    static byte[] baseTimes(byte[] scalar) {
        EdwardsPoint product = new EdwardsPoint();
        for (int i = BITS - 1; i >= 0; i--) {
            product.add(product);
            EdwardsPoint summand = new EdwardsPoint();
            summand.becomeBaseIf((scalar[i >>> 3] >>> (i & 7)) & 1);
            product.add(summand);
        }
        return product.encode();
    }

    private void becomeBaseIf(int bit) {
        int mask = -bit;
        X25519Field.cmov(mask, BASE.x, 0, x, 0);
        X25519Field.cmov(mask, BASE.y, 0, y, 0);
        X25519Field.cmov(mask, BASE.t, 0, t, 0);
    }

    /** The addition for a = -1 of Hisil, Wong, Carter and Dawson (2008), complete on this curve. */
    private void add(EdwardsPoint other) {
        int[] a = product(difference(y, x), difference(other.y, other.x));
        int[] b = product(sum(y, x), sum(other.y, other.x));
        int[] c = product(product(t, D2), other.t);
        int[] d = product(z, other.z);
        X25519Field.add(d, d, d);
        X25519Field.carry(d);
        int[] e = difference(b, a);
        int[] f = difference(d, c);
        int[] g = sum(d, c);
        int[] h = sum(b, a);
        X25519Field.mul(e, f, x);
        X25519Field.mul(g, h, y);
        X25519Field.mul(f, g, z);
        X25519Field.mul(e, h, t);
    }

    private byte[] encode() {
        int[] inverse = X25519Field.create();
        X25519Field.inv(z, inverse);
        int[] affineX = product(x, inverse);
        int[] affineY = product(y, inverse);
        X25519Field.normalize(affineX);
        X25519Field.normalize(affineY);
        byte[] encoded = new byte[PublicKey.SIZE];
        X25519Field.encode(affineY, encoded);
        encoded[encoded.length - 1] |= (byte) ((affineX[0] & 1) << 7);
        return encoded;
    }

    private static int[] doubledD() {
        int[] d = product(small(-121665), inverse(small(121666)));
        return sum(d, d);
    }

    /** y = 4/5, x = the even root of (y^2 - 1) / (d y^2 + 1). */
    private static EdwardsPoint base() {
        EdwardsPoint base = new EdwardsPoint();
        X25519Field.copy(product(small(4), inverse(small(5))), 0, base.y, 0);
        int[] square = product(base.y, base.y);
        int[] d = product(D2, inverse(small(2)));
        boolean root =
                X25519Field.sqrtRatioVar(difference(square, small(1)), sum(product(d, square), small(1)), base.x);
        if (!root) {
            throw new IllegalStateException("the curve has no base point");
        }
        X25519Field.normalize(base.x);
        if ((base.x[0] & 1) == 1) {
            X25519Field.negate(base.x, base.x);
            X25519Field.normalize(base.x);
        }
        X25519Field.mul(base.x, base.y, base.t);
        return base;
    }

    private static int[] small(int value) {
        int[] field = X25519Field.create();
        X25519Field.one(field);
        X25519Field.mul(field, value, field);
        return field;
    }

    private static int[] inverse(int[] value) {
        int[] inverse = X25519Field.create();
        X25519Field.inv(value, inverse);
        return inverse;
    }

    private static int[] product(int[] one, int[] other) {
        int[] product = X25519Field.create();
        X25519Field.mul(one, other, product);
        return product;
    }

    private static int[] sum(int[] one, int[] other) {
        int[] sum = X25519Field.create();
        X25519Field.add(one, other, sum);
        X25519Field.carry(sum);
        return sum;
    }

    private static int[] difference(int[] one, int[] other) {
        int[] difference = X25519Field.create();
        X25519Field.sub(one, other, difference);
        X25519Field.carry(difference);
        return difference;
    }
}
