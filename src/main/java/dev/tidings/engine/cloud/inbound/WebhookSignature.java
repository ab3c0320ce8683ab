package dev.tidings.engine.cloud.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidings.engine.cloud.number.CloudCredentialStore;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Meta's signature of its webhooks: HMAC-SHA256 of the bytes of the body, with the secret of the app. */
final class WebhookSignature {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "sha256=";
    private static final int HEX_LENGTH = 64;

    private WebhookSignature() {}

    /** Which of the apps signed the body; compared in constant time. */
    static Optional<CloudCredentialStore.App> signer(byte[] body, String header, List<CloudCredentialStore.App> apps) {
        byte[] given = decode(header);
        return given == null
                ? Optional.empty()
                : apps.stream()
                        .filter(app -> MessageDigest.isEqual(of(body, app.secret()), given))
                        .findFirst();
    }

    static byte[] of(byte[] body, String secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), ALGORITHM));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Null for a text that cannot be one. */
    private static byte[] decode(String header) {
        if (!header.startsWith(PREFIX) || header.length() != PREFIX.length() + HEX_LENGTH) {
            return null;
        }
        try {
            return HexFormat.of().parseHex(header, PREFIX.length(), header.length());
        } catch (IllegalArgumentException noHex) {
            return null;
        }
    }
}
