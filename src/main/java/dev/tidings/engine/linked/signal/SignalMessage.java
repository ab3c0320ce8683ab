package dev.tidings.engine.linked.signal;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.crypto.PublicKey;
import dev.tidings.engine.linked.protobuf.ProtoReader;
import dev.tidings.engine.linked.protobuf.ProtoWriter;

/**
 * A message in a session. The counter of the sender's chain before this one is written, because some receivers insist on it, and
 * not read: known senders get it wrong, and chains are kept without it.
 *
 * @param counter unsigned 32 bits
 * @param vouchedFor what the code is over, besides the two identities
 */
record SignalMessage(PublicKey ratchetKey, long counter, Bytes ciphertext, Bytes vouchedFor, Bytes mac) {
    static SignalMessage decode(byte[] message) {
        PublicKey ratchetKey = null;
        Long counter = null;
        Bytes ciphertext = null;
        ProtoReader in = new ProtoReader(Wire.protobuf(message, MessageKeys.MAC_SIZE));
        while (in.next()) {
            switch (in.field()) {
                case 1 -> ratchetKey = Wire.key(in.bytes());
                case 2 -> counter = in.uint32();
                case 4 -> ciphertext = in.bytes();
                default -> {}
            }
        }
        int end = message.length - MessageKeys.MAC_SIZE;
        return new SignalMessage(
                Wire.require(ratchetKey),
                Wire.require(counter),
                Wire.require(ciphertext),
                Bytes.of(message, 0, end),
                Bytes.of(message, end, MessageKeys.MAC_SIZE));
    }

    /** Without a code. */
    static byte[] encode(PublicKey ratchetKey, int counter, int previousCounter, byte[] ciphertext) {
        return Wire.versioned(new ProtoWriter()
                .bytes(1, ratchetKey.typed())
                .int32(2, counter)
                .int32(3, previousCounter)
                .bytes(4, ciphertext)
                .toArray());
    }
}
