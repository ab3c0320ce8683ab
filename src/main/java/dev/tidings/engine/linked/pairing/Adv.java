package dev.tidings.engine.linked.pairing;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.bytes.MalformedException;
import dev.tidings.engine.linked.crypto.Hashes;
import dev.tidings.engine.linked.crypto.KeyPair;
import dev.tidings.engine.linked.crypto.Randomness;
import dev.tidings.engine.linked.crypto.Xeddsa;
import dev.tidings.engine.linked.protobuf.ProtoReader;
import java.security.MessageDigest;

/**
 * Takes what the phone says about us when it has linked us, and signs it in turn. The phone proves that it read the secret from
 * the code that we showed.
 *
 * @param identity with our signature
 * @param keyIndex the number of this device among those of the account
 */
record Adv(DeviceIdentity identity, int keyIndex) {
    /** The server sends no more. */
    private static final int MAX_SIZE = 500;

    private static final int HOSTED = 1;
    private static final byte[] ACCOUNT = {6, 0};
    private static final byte[] DEVICE = {6, 1};
    private static final byte[] HOSTED_ACCOUNT = {6, 5};
    private static final byte[] NOTHING = {};

    /**
     * @param deviceIdentity as the server sent it
     * @param secret the one in the code that the phone read
     * @param own our identity
     * @throws AdvException if the phone did not know the secret or did not sign this identity
     * @throws MalformedException if it is no such message
     */
    static Adv accept(byte[] deviceIdentity, Bytes secret, KeyPair own, Randomness randomness) {
        if (deviceIdentity.length == 0 || deviceIdentity.length > MAX_SIZE) {
            throw new MalformedException("a device identity has 1 to 500 bytes");
        }
        Sealed sealed = Sealed.decode(deviceIdentity);
        byte[] prefix = sealed.accountType() == HOSTED ? HOSTED_ACCOUNT : NOTHING;
        byte[] expected =
                Hashes.hmacSha256(secret.toArray(), prefix, sealed.details().toArray());
        if (!MessageDigest.isEqual(expected, sealed.hmac().toArray())) {
            throw new AdvException("hmac-mismatch");
        }
        DeviceIdentity signed = DeviceIdentity.decode(sealed.details().toArray());
        Details details = Details.decode(signed.details());
        byte[] identity = own.publicKey().raw();
        byte[] said = signed.details().toArray();
        byte[] role = details.deviceType() == HOSTED ? HOSTED_ACCOUNT : ACCOUNT;
        if (!Xeddsa.verify(signed.accountKey(), signed.accountSignature().toArray(), role, said, identity)) {
            throw new AdvException("signature-mismatch");
        }
        // The device's own role is the ordinary one on hosted accounts too.
        byte[] signature =
                own.sign(randomness, DEVICE, said, identity, signed.accountKey().raw());
        DeviceIdentity ours = new DeviceIdentity(
                signed.details(), signed.accountKey(), signed.accountSignature(), Bytes.of(signature));
        return new Adv(ours, details.keyIndex());
    }

    /** @param accountType 1 if WhatsApp hosts the account */
    private record Sealed(Bytes details, Bytes hmac, int accountType) {
        static Sealed decode(byte[] message) {
            Bytes details = null;
            Bytes hmac = null;
            int accountType = 0;
            ProtoReader in = new ProtoReader(message);
            while (in.next()) {
                switch (in.field()) {
                    case 1 -> details = in.bytes();
                    case 2 -> hmac = in.bytes();
                    case 3 -> accountType = in.int32();
                    default -> {}
                }
            }
            if (details == null || hmac == null) {
                throw new MalformedException("a device identity comes with a code over it");
            }
            return new Sealed(details, hmac, accountType);
        }
    }

    private record Details(int keyIndex, int deviceType) {
        static Details decode(Bytes message) {
            int keyIndex = 0;
            int deviceType = 0;
            ProtoReader in = new ProtoReader(message);
            while (in.next()) {
                switch (in.field()) {
                    case 3 -> keyIndex = in.int32();
                    case 5 -> deviceType = in.int32();
                    default -> {}
                }
            }
            return new Details(keyIndex, deviceType);
        }
    }
}
