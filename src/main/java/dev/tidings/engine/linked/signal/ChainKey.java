package dev.tidings.engine.linked.signal;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.crypto.Hashes;
import dev.tidings.engine.linked.protobuf.ProtoReader;
import dev.tidings.engine.linked.protobuf.ProtoWriter;

/**
 * A key that gives the seed of one message and the key after it, and cannot be turned back.
 *
 * @param counter of the message whose seed it gives; 2^31 - 1 at most
 */
record ChainKey(Bytes key, int counter) {
    private static final byte[] SEED = {1};
    private static final byte[] NEXT = {2};

    /** What the keys of one message are derived from, 32 bytes. */
    Bytes seed() {
        return Bytes.of(Hashes.hmacSha256(key.toArray(), SEED));
    }

    ChainKey next() {
        if (counter == Integer.MAX_VALUE) {
            throw new SignalException(SignalException.Reason.TOO_FAR_AHEAD);
        }
        return new ChainKey(Bytes.of(Hashes.hmacSha256(key.toArray(), NEXT)), counter + 1);
    }

    ProtoWriter write() {
        return new ProtoWriter().bytes(1, key).int32(2, counter);
    }

    static ChainKey read(ProtoReader in) {
        Bytes key = null;
        int counter = 0;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> key = in.bytes();
                case 2 -> counter = in.int32();
                default -> {}
            }
        }
        return new ChainKey(Wire.require(key), counter);
    }
}
