package dev.tidings.engine.linked.noise;

import dev.tidings.engine.linked.bytes.MalformedException;
import dev.tidings.engine.linked.crypto.PublicKey;
import dev.tidings.engine.linked.protobuf.ProtoReader;
import java.time.Instant;
import java.util.HexFormat;

/** Whether a server's key is WhatsApp's: signed by an intermediate certificate that the root key signed. */
public final class CertificateCheck {
    /** The key of WhatsAppLongTerm1. */
    public static final PublicKey WHATSAPP_ROOT = PublicKey.ofRaw(
            HexFormat.of().parseHex("142375574d0a587166aae71ebe516437c4a28b73e3695c6ce1f7f9545da8ee6b"));

    private static final long ROOT_SERIAL = 0;
    /** A machine whose clock is a day wrong can still connect; certificates live for months. */
    private static final long TOLERANCE_SECONDS = 86_400;

    private final PublicKey root;

    /** @param root {@link #WHATSAPP_ROOT}; another one in tests alone */
    public CertificateCheck(PublicKey root) {
        this.root = root;
    }

    /** @throws NoiseException unless the chain is whole, signed, in force and about this key */
    void require(byte[] chain, PublicKey serverKey, Instant now) {
        Certificate leaf = null;
        Certificate intermediate = null;
        try {
            ProtoReader in = new ProtoReader(chain);
            while (in.next()) {
                switch (in.field()) {
                    case 1 -> leaf = Certificate.read(in.message());
                    case 2 -> intermediate = Certificate.read(in.message());
                    default -> {}
                }
            }
        } catch (MalformedException e) {
            throw new NoiseException("the server's certificates are malformed", e);
        }
        require(leaf != null && intermediate != null, "the server shows fewer than two certificates");
        require(intermediate.issuerSerial() == ROOT_SERIAL, "the intermediate certificate names another root");
        require(intermediate.isSignedBy(root), "the root did not sign the intermediate certificate");
        require(leaf.issuerSerial() == intermediate.serial(), "the server's certificate names another issuer");
        require(leaf.isSignedBy(intermediate.key()), "the intermediate did not sign the server's certificate");
        require(leaf.key().equals(serverKey), "the server's certificate is about another key");
        requireInForce(intermediate, now);
        requireInForce(leaf, now);
    }

    private static void requireInForce(Certificate certificate, Instant now) {
        require(
                certificate.isValidAt(now.getEpochSecond(), TOLERANCE_SECONDS),
                "a certificate is in force from " + Long.toUnsignedString(certificate.notBefore()) + " to "
                        + Long.toUnsignedString(certificate.notAfter()) + ", and the time here is "
                        + now.getEpochSecond());
    }

    private static void require(boolean holds, String reason) {
        if (!holds) {
            throw new NoiseException(reason);
        }
    }
}
