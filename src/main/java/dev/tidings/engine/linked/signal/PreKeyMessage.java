package dev.tidings.engine.linked.signal;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.crypto.PublicKey;
import dev.tidings.engine.linked.protobuf.ProtoReader;
import dev.tidings.engine.linked.protobuf.ProtoWriter;

/**
 * A message that brings what its receiver needs to build the session. Its outer part is vouched for by nothing but the message
 * in it, which only who built the same session can have made.
 *
 * @param preKeyId null if the sender got no one-time pre-key
 * @param registrationId of the sender
 * @param message a whole {@link SignalMessage}
 */
public record PreKeyMessage(
        Integer preKeyId,
        int signedPreKeyId,
        int registrationId,
        PublicKey baseKey,
        PublicKey identity,
        Bytes message) {

    /**
     * Tells which pre-keys have to be loaded before the message is decrypted.
     *
     * @throws dev.tidings.engine.linked.bytes.MalformedException if it is no such message
     */
    public static PreKeyMessage decode(byte[] encoded) {
        Integer preKeyId = null;
        Integer signedPreKeyId = null;
        int registrationId = 0;
        PublicKey baseKey = null;
        PublicKey identity = null;
        Bytes message = null;
        ProtoReader in = new ProtoReader(Wire.protobuf(encoded, 0));
        while (in.next()) {
            switch (in.field()) {
                case 1 -> preKeyId = in.int32();
                case 2 -> baseKey = Wire.key(in.bytes());
                case 3 -> identity = Wire.key(in.bytes());
                case 4 -> message = in.bytes();
                case 5 -> registrationId = in.int32();
                case 6 -> signedPreKeyId = in.int32();
                default -> {}
            }
        }
        return new PreKeyMessage(
                preKeyId,
                Wire.require(signedPreKeyId),
                registrationId,
                Wire.require(baseKey),
                Wire.require(identity),
                Wire.require(message));
    }

    byte[] encode() {
        return Wire.versioned(new ProtoWriter()
                .int32(1, preKeyId)
                .bytes(2, baseKey.typed())
                .bytes(3, identity.typed())
                .bytes(4, message)
                .int32(5, registrationId)
                .int32(6, signedPreKeyId)
                .toArray());
    }
}
