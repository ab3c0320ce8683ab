package dev.tidings.core.session;

import dev.tidings.core.event.SealedFields;
import dev.tidings.platform.crypto.SecretBox;
import dev.tidings.platform.crypto.Sha256;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;

/**
 * What pairs a session with whoever has it, as it is stored: sealed for its session, in the session's row and in the event that
 * shows it (docs/adr/0035).
 */
@ApplicationScoped
class SessionSecrets {
    private static final String QR = "qr";
    private static final String PASSKEY = "passkey";

    private final SecretBox box;
    private final SealedFields fields;

    SessionSecrets(SecretBox box, SealedFields fields) {
        this.box = box;
        this.fields = fields;
    }

    /** A QR code as it is stored; of none, all is null. */
    record SealedQr(String text, String hash, String eventFields) {
        static final SealedQr NONE = new SealedQr(null, null, null);
    }

    /** @param picture of the text, as a {@code data:} URI */
    SealedQr sealQr(String sessionId, String text, String picture) {
        return text == null
                ? SealedQr.NONE
                : new SealedQr(
                        seal(sessionId, QR, text),
                        HexFormat.of().formatHex(Sha256.of(text)),
                        fields.seal(sessionId, Map.of("qrCode", picture, "qrText", text)));
    }

    /** The text of a QR code; null for null. */
    String openQr(String sessionId, String sealed) {
        return open(sessionId, QR, sealed);
    }

    /** What a person needs to use a passkey; null for null. */
    String sealPasskey(String sessionId, Session.Passkey passkey) {
        return passkey == null
                ? null
                : seal(
                        sessionId,
                        PASSKEY,
                        new JsonObject()
                                .put("challenge", passkey.challenge())
                                .put("code", passkey.code())
                                .encode());
    }

    /** What {@link #sealPasskey} made; null for null. */
    Session.Passkey openPasskey(String sessionId, String sealed, Instant expiresAt) {
        String text = open(sessionId, PASSKEY, sealed);
        if (text == null) {
            return null;
        }
        JsonObject opened = new JsonObject(text);
        return new Session.Passkey(opened.getString("challenge"), opened.getString("code"), expiresAt);
    }

    /**
     * A text of the session; null for null.
     *
     * @param what it is: it opens as nothing else
     */
    String seal(String sessionId, String what, String text) {
        return text == null ? null : box.seal(text, sessionId + "/" + what);
    }

    /** What {@link #seal} made; null for null, and for what was sealed with a key that is not there any more. */
    String open(String sessionId, String what, String sealed) {
        return sealed == null
                ? null
                : box.openIfPossible(sealed, sessionId + "/" + what).orElse(null);
    }
}
