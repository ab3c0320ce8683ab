package dev.tidings.engine.linked.crypto;

import java.util.Arrays;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** PBKDF2 with HMAC-SHA-256. */
public final class Passwords {
    private Passwords() {}

    /** Takes CPU time in proportion to {@code rounds}, 0.4 s for 131,072 on a slow core: never on an event loop. */
    public static byte[] stretch(String ascii, byte[] salt, int rounds, int length) {
        char[] password = ascii.toCharArray();
        PBEKeySpec spec = new PBEKeySpec(password, salt, rounds, length * 8);
        try {
            return Jca.require(() -> SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded());
        } finally {
            spec.clearPassword();
            Arrays.fill(password, '\0');
        }
    }
}
