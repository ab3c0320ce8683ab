package dev.tidings.engine.linked.store;

import dev.tidings.engine.linked.bytes.MalformedException;
import dev.tidings.engine.linked.crypto.KeyPair;
import dev.tidings.engine.linked.protobuf.ProtoReader;
import dev.tidings.engine.linked.protobuf.RecordFormat;

/** The record of a one-time pre-key, which is written once. The number of its field never changes. */
final class PreKeyFormat {
    private PreKeyFormat() {}

    static byte[] write(KeyPair pair) {
        return RecordFormat.begin().message(3, KeyFormat.write(pair)).toArray();
    }

    /** @throws MalformedException if it is no record of a pre-key, or only later releases can read it */
    static KeyPair read(byte[] stored) {
        Fields fields = new Fields();
        RecordFormat.read(stored, fields::take);
        return KeyFormat.require(fields.pair);
    }

    private static final class Fields {
        private KeyPair pair;

        boolean take(int field, ProtoReader in) {
            if (field == 3) {
                pair = KeyFormat.pair(in.message());
            }
            return field == 3;
        }
    }
}
