package dev.tidings.engine.linked.signal;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.bytes.MalformedException;
import dev.tidings.engine.linked.crypto.PublicKey;
import java.util.Arrays;

/** What all messages have in common: a byte of version, protobuf, and what vouches for both. */
final class Wire {
    /** Version 3, spoken by who knows version 3. */
    static final byte VERSION = 0x33;

    private Wire() {}

    /** @param trailer how many bytes vouch for the others */
    static byte[] protobuf(byte[] message, int trailer) {
        if (message.length < 1 + trailer || message[0] != VERSION) {
            throw new MalformedException("a message of Signal has version 3");
        }
        return Arrays.copyOfRange(message, 1, message.length - trailer);
    }

    static byte[] versioned(byte[] protobuf) {
        return Bytes.concat(new byte[] {VERSION}, protobuf);
    }

    static PublicKey key(Bytes typed) {
        return PublicKey.ofTyped(typed.toArray());
    }

    static PublicKey rawKey(Bytes raw) {
        return PublicKey.ofRaw(raw.toArray());
    }

    static <T> T require(T part) {
        if (part == null) {
            throw new MalformedException("a part that is always there is missing");
        }
        return part;
    }
}
