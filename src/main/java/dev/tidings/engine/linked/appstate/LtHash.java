package dev.tidings.engine.linked.appstate;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.crypto.Hkdf;

/** A hash of a set of values to which one can be added and from which one can be taken, in any order. */
final class LtHash {
    static final LtHash EMPTY = new LtHash(new byte[128]);

    private final byte[] lanes;

    private LtHash(byte[] lanes) {
        this.lanes = lanes;
    }

    LtHash plus(Bytes value) {
        return combine(value, 1);
    }

    LtHash minus(Bytes value) {
        return combine(value, -1);
    }

    /** 128 bytes. */
    Bytes bytes() {
        return Bytes.of(lanes);
    }

    /** 64 sums modulo 2^16, the low byte first. */
    private LtHash combine(Bytes value, int sign) {
        byte[] term = Hkdf.derive(value.toArray(), "WhatsApp Patch Integrity", lanes.length);
        byte[] sums = new byte[lanes.length];
        for (int i = 0; i < lanes.length; i += 2) {
            int sum = lane(lanes, i) + sign * lane(term, i);
            sums[i] = (byte) sum;
            sums[i + 1] = (byte) (sum >>> 8);
        }
        return new LtHash(sums);
    }

    private static int lane(byte[] bytes, int at) {
        return bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8;
    }
}
