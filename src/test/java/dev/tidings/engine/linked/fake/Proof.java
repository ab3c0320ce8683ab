package dev.tidings.engine.linked.fake;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.bytes.MalformedException;
import dev.tidings.engine.linked.crypto.Hashes;
import dev.tidings.engine.linked.crypto.PublicKey;
import dev.tidings.engine.linked.crypto.Randomness;
import dev.tidings.engine.linked.crypto.Xeddsa;
import dev.tidings.engine.linked.protobuf.ProtoReader;
import dev.tidings.engine.linked.protobuf.ProtoWriter;
import java.time.Instant;

/** What a phone signs about a device, and the check of what the device signs in turn. */
final class Proof {
    private static final byte[] ACCOUNT = {6, 0};
    private static final byte[] DEVICE = {6, 1};
    private static final byte[] HOSTED_ACCOUNT = {6, 5};
    private static final int HOSTED = 1;

    private final FakeAccount account;
    private final PublicKey device;
    private final int keyIndex;
    private final byte[] details;
    private final byte[] accountSignature;
    private final Forgery forgery;

    Proof(FakeAccount account, PublicKey device, Instant now, Forgery forgery, Randomness randomness) {
        this.account = account;
        this.device = device;
        this.keyIndex = account.nextKeyIndex();
        this.forgery = forgery;
        Integer hosted = forgery == Forgery.HOSTED ? HOSTED : 0;
        details = new ProtoWriter()
                .int32(1, account.rawId())
                .uint64(2, now.getEpochSecond())
                .int32(3, keyIndex)
                .int32(4, 0)
                .int32(5, hosted)
                .toArray();
        byte[] role = forgery == Forgery.HOSTED ? HOSTED_ACCOUNT : ACCOUNT;
        byte[] signature = account.identity().sign(randomness, role, details, device.raw());
        if (forgery == Forgery.SIGNATURE) {
            signature[1] ^= 1;
        }
        accountSignature = signature;
    }

    int keyIndex() {
        return keyIndex;
    }

    /** For the device, under the secret that only who read its code knows. */
    byte[] underSecret(Bytes secret) {
        if (forgery == Forgery.NONSENSE) {
            return new byte[] {1, 2, 3};
        }
        byte[] signed = signed(account.identity().publicKey().raw(), null);
        boolean hosted = forgery == Forgery.HOSTED;
        byte[] code = Hashes.hmacSha256(secret.toArray(), hosted ? HOSTED_ACCOUNT : new byte[0], signed);
        if (forgery == Forgery.CODE) {
            code[0] ^= 1;
        }
        return new ProtoWriter()
                .bytes(1, signed)
                .bytes(2, code)
                .int32(3, hosted ? HOSTED : null)
                .toArray();
    }

    /**
     * Checks what the device answered.
     *
     * @return the proof as peers get to see it
     * @throws MalformedException with what is wrong
     */
    Bytes complete(byte[] answer) {
        Bytes[] fields = new Bytes[5];
        ProtoReader in = new ProtoReader(answer);
        while (in.next()) {
            if (in.field() < fields.length) {
                fields[in.field()] = in.bytes();
            }
        }
        if (fields[2] != null) {
            throw new MalformedException("the answer carries the account's key");
        }
        if (!Bytes.of(details).equals(fields[1]) || !Bytes.of(accountSignature).equals(fields[3])) {
            throw new MalformedException("the answer is about something else than the account signed");
        }
        byte[] accountKey = account.identity().publicKey().raw();
        if (fields[4] == null
                || !Xeddsa.verify(device, fields[4].toArray(), DEVICE, details, device.raw(), accountKey)) {
            throw new MalformedException("the signature of the device does not hold");
        }
        return Bytes.of(signed(accountKey, fields[4].toArray()));
    }

    private byte[] signed(byte[] accountKey, byte[] deviceSignature) {
        return new ProtoWriter()
                .bytes(1, details)
                .bytes(2, accountKey)
                .bytes(3, accountSignature)
                .bytes(4, deviceSignature)
                .toArray();
    }
}
