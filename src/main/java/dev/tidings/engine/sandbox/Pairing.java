package dev.tidings.engine.sandbox;

import dev.tidings.platform.crypto.Sha256;
import java.time.Instant;
import java.util.Base64;

/**
 * What the sandbox knows of a session.
 *
 * @param phoneNumber digits of the linked phone; null while there is none
 * @param pairingPhone digits of the phone that a pairing code was made for, or null
 * @param qrSeed what the QR codes of the pairing in progress are made from; null while there is none
 * @param qrStartedAt when that pairing began
 * @param generation of the session when the pairing began; a wipe deletes only those up to its own
 */
record Pairing(
        String sessionId,
        String phoneNumber,
        String pairingPhone,
        String qrSeed,
        Instant qrStartedAt,
        long generation) {

    boolean isLinked() {
        return phoneNumber != null;
    }

    /** Always the same text, so that a repeated or resumed step changes nothing. */
    String qrText(int number) {
        Base64.Encoder base64 = Base64.getEncoder();
        return "2@" + base64.encodeToString(digest("ref|" + number)) + "," + base64.encodeToString(digest("key")) + ","
                + base64.encodeToString(digest("identity"));
    }

    /** Eight letters and digits that are hard to confuse, in two groups. */
    String pairingCode(String phone) {
        String alphabet = "123456789ABCDEFGHJKLMNPQRSTVWXYZ";
        byte[] digest = digest("pairing|" + phone);
        StringBuilder code = new StringBuilder(9);
        for (int i = 0; i < 8; i++) {
            code.append(i == 4 ? "-" : "").append(alphabet.charAt(digest[i] & 31));
        }
        return code.toString();
    }

    private byte[] digest(String purpose) {
        return Sha256.of(qrSeed + "|" + purpose);
    }
}
