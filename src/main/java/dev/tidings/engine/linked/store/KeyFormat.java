package dev.tidings.engine.linked.store;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.bytes.MalformedException;
import dev.tidings.engine.linked.crypto.KeyPair;
import dev.tidings.engine.linked.crypto.PublicKey;
import dev.tidings.engine.linked.protobuf.ProtoReader;
import dev.tidings.engine.linked.protobuf.ProtoWriter;
import java.time.Instant;

/** The messages in records that hold keys. They never change: a new field goes to the record. */
final class KeyFormat {
    private KeyFormat() {}

    static ProtoWriter write(KeyPair pair) {
        return new ProtoWriter()
                .bytes(1, pair.privateKey())
                .bytes(2, pair.publicKey().raw());
    }

    static KeyPair pair(ProtoReader in) {
        Bytes privateKey = null;
        Bytes publicKey = null;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> privateKey = in.bytes();
                case 2 -> publicKey = in.bytes();
                default -> {}
            }
        }
        return KeyPair.restore(
                require(privateKey).toArray(),
                PublicKey.ofRaw(require(publicKey).toArray()));
    }

    static ProtoWriter write(SignedPreKey key) {
        return key == null
                ? null
                : new ProtoWriter()
                        .int32(1, key.id())
                        .message(2, write(key.pair()))
                        .bytes(3, key.signature())
                        .uint64(4, key.since().toEpochMilli());
    }

    static SignedPreKey signedPreKey(ProtoReader in) {
        int id = 0;
        KeyPair pair = null;
        Bytes signature = null;
        long since = 0;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> id = in.int32();
                case 2 -> pair = pair(in.message());
                case 3 -> signature = in.bytes();
                case 4 -> since = in.uint64();
                default -> {}
            }
        }
        return new SignedPreKey(id, require(pair), require(signature), Instant.ofEpochMilli(since));
    }

    static <T> T require(T value) {
        if (value == null) {
            throw new MalformedException("a stored record lacks a field");
        }
        return value;
    }
}
