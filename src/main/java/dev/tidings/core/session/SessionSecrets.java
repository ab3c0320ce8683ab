package dev.tidings.core.session;

import dev.tidings.core.event.SealedFields;
import dev.tidings.platform.crypto.SecretBox;
import dev.tidings.platform.crypto.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HexFormat;
import java.util.Map;

/**
 * What pairs a session with whoever has it, as it is stored: sealed for its session, in the session's row and in the event that
 * shows it (docs/adr/0035).
 */
@ApplicationScoped
class SessionSecrets {
    private static final String QR = "qr";

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

    /**
     * A text of the session; null for null.
     *
     * @param what it is: it opens as nothing else
     */
    String seal(String sessionId, String what, String text) {
        return text == null ? null : box.seal(text, sessionId + "/" + what);
    }

    /** What {@link #seal} made; null for null. */
    String open(String sessionId, String what, String sealed) {
        return sealed == null ? null : box.open(sealed, sessionId + "/" + what);
    }
}
