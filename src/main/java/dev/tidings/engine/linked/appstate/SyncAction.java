package dev.tidings.engine.linked.appstate;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.bytes.MalformedException;
import dev.tidings.engine.linked.protobuf.ProtoReader;
import dev.tidings.engine.linked.protobuf.ProtoWriter;

/**
 * A synchronised setting, such as the push name, as the phone wrote it.
 *
 * @param index a JSON array that names the setting
 * @param value the encoded value; empty for a setting that is removed
 */
record SyncAction(Bytes index, Bytes value, int version) {

    /** @throws MalformedException if it is no such message */
    static SyncAction decode(byte[] message) {
        Bytes index = null;
        Bytes value = Bytes.EMPTY;
        int version = 0;
        ProtoReader in = new ProtoReader(message);
        while (in.next()) {
            switch (in.field()) {
                case 1 -> index = in.bytes();
                case 2 -> value = in.bytes();
                case 4 -> version = in.int32();
                default -> {}
            }
        }
        if (index == null) {
            throw new MalformedException("a synchronised setting has an index");
        }
        return new SyncAction(index, value, version);
    }

    byte[] encode() {
        return new ProtoWriter()
                .bytes(1, index)
                .bytes(2, value)
                .bytes(3, Bytes.EMPTY)
                .int32(4, version)
                .toArray();
    }
}
