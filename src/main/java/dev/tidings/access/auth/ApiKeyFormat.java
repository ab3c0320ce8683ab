package dev.tidings.access.auth;

import dev.tidings.platform.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.zip.CRC32;

/**
 * The text of a key: {@code tdg_}, 40 random base62 characters (238 bits) and a checksum of 6, so that a mistyped or
 * invented key is refused without asking the database.
 */
public final class ApiKeyFormat {
    private static final String PREFIX = "tdg_";
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int RANDOM_LENGTH = 40;
    private static final int CHECKSUM_LENGTH = 6;
    private static final int LENGTH = PREFIX.length() + RANDOM_LENGTH + CHECKSUM_LENGTH;
    private static final int SHOWN_LENGTH = PREFIX.length() + 6;

    private ApiKeyFormat() {}

    public static String generate() {
        SecureRandom random = new SecureRandom();
        StringBuilder text = new StringBuilder(LENGTH).append(PREFIX);
        for (int i = 0; i < RANDOM_LENGTH; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.append(checksum(text)).toString();
    }

    static boolean isWellFormed(String text) {
        if (text.length() != LENGTH || !text.startsWith(PREFIX)) {
            return false;
        }
        int end = LENGTH - CHECKSUM_LENGTH;
        return checksum(text.substring(0, end)).equals(text.substring(end));
    }

    /** The part that may be shown later, to tell keys apart. */
    public static String shown(String text) {
        return text.substring(0, SHOWN_LENGTH);
    }

    /** SHA-256: enough for texts of this entropy. Only this is stored. */
    public static byte[] hash(String text) {
        return Sha256.of(text);
    }

    private static String checksum(CharSequence text) {
        CRC32 crc = new CRC32();
        crc.update(text.toString().getBytes(StandardCharsets.UTF_8));
        StringBuilder digits = new StringBuilder(CHECKSUM_LENGTH);
        for (long rest = crc.getValue(); digits.length() < CHECKSUM_LENGTH; rest /= ALPHABET.length()) {
            digits.append(ALPHABET.charAt((int) (rest % ALPHABET.length())));
        }
        return digits.reverse().toString();
    }
}
