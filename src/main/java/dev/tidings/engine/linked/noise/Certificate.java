package dev.tidings.engine.linked.noise;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.bytes.MalformedException;
import dev.tidings.engine.linked.crypto.PublicKey;
import dev.tidings.engine.linked.crypto.Xeddsa;
import dev.tidings.engine.linked.protobuf.ProtoReader;

/**
 * A certificate of WhatsApp's servers.
 *
 * @param details what is signed: the other parameters, encoded
 * @param notBefore unix seconds, unsigned
 * @param notAfter unix seconds, unsigned
 */
record Certificate(
        Bytes details, Bytes signature, long serial, long issuerSerial, PublicKey key, long notBefore, long notAfter) {

    /** @throws MalformedException if a part is missing or has another size */
    static Certificate read(ProtoReader in) {
        Bytes details = null;
        Bytes signature = null;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> details = in.bytes();
                case 2 -> signature = in.bytes();
                default -> {}
            }
        }
        if (details == null || signature == null || signature.size() != Xeddsa.SIGNATURE_SIZE) {
            throw new MalformedException("a certificate has details and a signature of 64 bytes");
        }
        return read(details, signature);
    }

    private static Certificate read(Bytes details, Bytes signature) {
        Long serial = null;
        Long issuerSerial = null;
        PublicKey key = null;
        long notBefore = 0;
        long notAfter = 0;
        ProtoReader in = new ProtoReader(details);
        while (in.next()) {
            switch (in.field()) {
                case 1 -> serial = in.uint32();
                case 2 -> issuerSerial = in.uint32();
                case 3 -> key = PublicKey.ofRaw(in.bytes().toArray());
                case 4 -> notBefore = in.uint64();
                case 5 -> notAfter = in.uint64();
                default -> {}
            }
        }
        if (serial == null || issuerSerial == null || key == null) {
            throw new MalformedException("a certificate names itself, its issuer and its key");
        }
        return new Certificate(details, signature, serial, issuerSerial, key, notBefore, notAfter);
    }

    boolean isSignedBy(PublicKey issuer) {
        return Xeddsa.verify(issuer, signature.toArray(), details.toArray());
    }

    boolean isValidAt(long epochSecond, long tolerance) {
        return Long.compareUnsigned(epochSecond + tolerance, notBefore) >= 0
                && Long.compareUnsigned(epochSecond - tolerance, notAfter) <= 0;
    }
}
