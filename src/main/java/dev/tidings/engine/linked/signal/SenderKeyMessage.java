package dev.tidings.engine.linked.signal;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.crypto.Xeddsa;
import dev.tidings.engine.linked.protobuf.ProtoReader;
import dev.tidings.engine.linked.protobuf.ProtoWriter;

/**
 * A message to a group.
 *
 * @param iteration unsigned 32 bits
 * @param signed what the signature is over
 */
record SenderKeyMessage(int id, long iteration, Bytes ciphertext, Bytes signed, Bytes signature) {
    static SenderKeyMessage decode(byte[] message) {
        Integer id = null;
        Long iteration = null;
        Bytes ciphertext = null;
        ProtoReader in = new ProtoReader(Wire.protobuf(message, Xeddsa.SIGNATURE_SIZE));
        while (in.next()) {
            switch (in.field()) {
                case 1 -> id = in.int32();
                case 2 -> iteration = in.uint32();
                case 3 -> ciphertext = in.bytes();
                default -> {}
            }
        }
        int end = message.length - Xeddsa.SIGNATURE_SIZE;
        return new SenderKeyMessage(
                Wire.require(id),
                Wire.require(iteration),
                Wire.require(ciphertext),
                Bytes.of(message, 0, end),
                Bytes.of(message, end, Xeddsa.SIGNATURE_SIZE));
    }

    /** Without a signature. */
    static byte[] encode(int id, int iteration, byte[] ciphertext) {
        return Wire.versioned(new ProtoWriter()
                .int32(1, id)
                .int32(2, iteration)
                .bytes(3, ciphertext)
                .toArray());
    }
}
