package dev.tidings.engine.linked.pairing;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.bytes.MalformedException;
import dev.tidings.engine.linked.crypto.PublicKey;
import dev.tidings.engine.linked.crypto.Xeddsa;
import dev.tidings.engine.linked.protobuf.ProtoReader;
import dev.tidings.engine.linked.protobuf.ProtoWriter;

/**
 * What proves to others that a device belongs to an account: the account signed the device's identity, the device signed the
 * account.
 *
 * @param details what both signed, encoded
 * @param deviceSignature null before we have signed
 */
public record DeviceIdentity(Bytes details, PublicKey accountKey, Bytes accountSignature, Bytes deviceSignature) {

    /** @throws MalformedException if details, key or the account's signature is missing or of another size */
    public static DeviceIdentity decode(byte[] message) {
        Bytes details = null;
        PublicKey accountKey = null;
        Bytes accountSignature = null;
        Bytes deviceSignature = null;
        ProtoReader in = new ProtoReader(message);
        while (in.next()) {
            switch (in.field()) {
                case 1 -> details = in.bytes();
                case 2 -> accountKey = PublicKey.ofRaw(in.bytes().toArray());
                case 3 -> accountSignature = in.bytes();
                case 4 -> deviceSignature = in.bytes();
                default -> {}
            }
        }
        if (details == null || accountKey == null || accountSignature == null) {
            throw new MalformedException("a device identity has details and the account's key and signature");
        }
        if (accountSignature.size() != Xeddsa.SIGNATURE_SIZE) {
            throw new MalformedException("a signature has 64 bytes");
        }
        return new DeviceIdentity(details, accountKey, accountSignature, deviceSignature);
    }

    /** With the account's key, as it is stored and shown to peers. */
    public byte[] encode() {
        return encode(accountKey.raw());
    }

    /** As the answer to the server, which knows the account's key. */
    byte[] encodeWithoutAccountKey() {
        return encode(null);
    }

    private byte[] encode(byte[] key) {
        return new ProtoWriter()
                .bytes(1, details)
                .bytes(2, key)
                .bytes(3, accountSignature)
                .bytes(4, deviceSignature)
                .toArray();
    }
}
