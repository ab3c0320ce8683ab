package dev.tidings.platform.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.jboss.logging.Logger;

/**
 * Encrypts what must be stored and used again, such as an access token: AES-256-GCM under the current key, with a random nonce.
 * What is sealed names its key, so that the key can be changed while older texts and bytes still open (docs/adr/0013).
 */
@ApplicationScoped
public class SecretBox {
    private static final Logger LOG = Logger.getLogger(SecretBox.class);
    /** {@code v1.<id of the key>.<base64url of nonce, ciphertext and tag>}. */
    private static final String VERSION = "v1";

    /** The first of the sealed bytes: 1, length of the id of the key, id of the key, nonce, ciphertext and tag. */
    private static final byte BYTES_VERSION = 1;

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeys keys;
    private final SecureRandom random = new SecureRandom();

    SecretBox(SecretKeys keys) {
        this.keys = keys;
    }

    /**
     * Encrypts a text.
     *
     * @param context what the text belongs to, such as the id of its session: it opens for the same one only, so that a sealed
     *     text is of no use in another row
     */
    public String seal(String plain, String context) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        String id = keys.currentId();
        byte[] sealed = run(Cipher.ENCRYPT_MODE, key(id), nonce, context(id, context), plain.getBytes(UTF_8));
        byte[] all = ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                .put(nonce)
                .put(sealed)
                .array();
        return VERSION + "." + id + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    /**
     * Decrypts what {@link #seal} made.
     *
     * @throws IllegalStateException when its key is no longer configured, or when the text was changed, cut, or sealed for
     *     another context; the message says nothing about the content
     */
    public String open(String sealed, String context) {
        String[] parts = parts(sealed);
        ByteBuffer rest = ByteBuffer.wrap(decode(parts[2]));
        return new String(decrypt(parts[1], context(parts[1], context), rest), UTF_8);
    }

    /**
     * The same for what is worth little without its key, such as a code that dies in a minute: empty, and a warning in the
     * log, where {@link #open} throws.
     */
    public Optional<String> openIfPossible(String sealed, String context) {
        try {
            return Optional.of(open(sealed, context));
        } catch (IllegalStateException e) {
            LOG.warnf("What was sealed for %s is left out: %s", context, e.getMessage());
            return Optional.empty();
        }
    }

    /** Encrypts bytes for the place where they will be stored. */
    public byte[] seal(byte[] plain, SecretPlace place) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        String id = keys.currentId();
        byte[] start = currentStart();
        byte[] encrypted = run(Cipher.ENCRYPT_MODE, key(id), nonce, context(start, place), plain);
        return ByteBuffer.allocate(start.length + NONCE_BYTES + encrypted.length)
                .put(start)
                .put(nonce)
                .put(encrypted)
                .array();
    }

    /**
     * Decrypts bytes that {@link #seal(byte[], SecretPlace)} made.
     *
     * @throws IllegalStateException as for a text
     */
    public byte[] open(byte[] sealed, SecretPlace place) {
        String id = keyId(sealed);
        ByteBuffer rest = ByteBuffer.wrap(sealed);
        rest.position(2 + id.length());
        return decrypt(id, context(start(id), place), rest);
    }

    /** Whether it was sealed with a key that is not the current one: it is then sealed again, so that the old key can be removed. */
    public boolean isOutdated(String sealed) {
        return !parts(sealed)[1].equals(keys.currentId());
    }

    /** The same of bytes. */
    public boolean isOutdated(byte[] sealed) {
        return !keyId(sealed).equals(keys.currentId());
    }

    /** The id of the key that seals. */
    public String currentKey() {
        return keys.currentId();
    }

    /** The text sealed with the current key: itself, if it is so already; null for null. */
    public String reseal(String sealed, String context) {
        return sealed == null || !isOutdated(sealed) ? sealed : seal(open(sealed, context), context);
    }

    /** What all texts start with that the current key sealed, to find the others by. */
    public String currentPrefix() {
        return VERSION + "." + keys.currentId() + ".";
    }

    /** What all bytes start with that the current key sealed. */
    public byte[] currentStart() {
        return start(keys.currentId());
    }

    private byte[] decrypt(String keyId, byte[] context, ByteBuffer rest) {
        if (rest.remaining() < NONCE_BYTES + TAG_BITS / 8) {
            throw notSealed();
        }
        byte[] nonce = new byte[NONCE_BYTES];
        rest.get(nonce);
        byte[] encrypted = new byte[rest.remaining()];
        rest.get(encrypted);
        return run(Cipher.DECRYPT_MODE, key(keyId), nonce, context, encrypted);
    }

    private SecretKey key(String id) {
        return keys.find(id)
                .orElseThrow(() -> new IllegalStateException("no key of tidings.secrets has the id '" + id + "'"));
    }

    private static String[] parts(String sealed) {
        String[] parts = sealed.split("\\.", -1);
        if (parts.length != 3 || !parts[0].equals(VERSION)) {
            throw notSealed();
        }
        return parts;
    }

    private static byte[] decode(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            throw notSealed();
        }
    }

    private static String keyId(byte[] sealed) {
        if (sealed.length < 2 || sealed[0] != BYTES_VERSION || sealed[1] < 1 || sealed.length < 2 + sealed[1]) {
            throw notSealed();
        }
        return new String(sealed, 2, sealed[1], US_ASCII);
    }

    private static byte[] start(String keyId) {
        byte[] id = keyId.getBytes(US_ASCII);
        return ByteBuffer.allocate(2 + id.length)
                .put(BYTES_VERSION)
                .put((byte) id.length)
                .put(id)
                .array();
    }

    private static byte[] context(byte[] start, SecretPlace place) {
        byte[] where = place.encode();
        return ByteBuffer.allocate(start.length + where.length)
                .put(start)
                .put(where)
                .array();
    }

    private static IllegalStateException notSealed() {
        return new IllegalStateException("what is stored is not a sealed secret");
    }

    private static byte[] context(String keyId, String context) {
        return (VERSION + "." + keyId + "." + context).getBytes(UTF_8);
    }

    private static byte[] run(int mode, SecretKey key, byte[] nonce, byte[] context, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(context);
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "a secret cannot be " + (mode == Cipher.ENCRYPT_MODE ? "sealed" : "opened"), e);
        }
    }
}
