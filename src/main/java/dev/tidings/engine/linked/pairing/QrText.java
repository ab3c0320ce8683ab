package dev.tidings.engine.linked.pairing;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.crypto.PublicKey;
import java.util.Base64;

/** The text of the code that a phone scans. It holds the secret of the pairing: who can read it can link the device. */
final class QrText {
    private static final String PAGE = "https://wa.me/settings/linked_devices#";

    private QrText() {}

    /**
     * @param ref from the server, good for a minute or less
     * @param platform 1 is Chrome
     */
    static String of(String ref, PublicKey noiseKey, PublicKey identity, Bytes secret, char platform) {
        Base64.Encoder base64 = Base64.getEncoder();
        return PAGE
                + String.join(
                        ",",
                        ref,
                        base64.encodeToString(noiseKey.raw()),
                        base64.encodeToString(identity.raw()),
                        base64.encodeToString(secret.toArray()),
                        String.valueOf(platform));
    }
}
