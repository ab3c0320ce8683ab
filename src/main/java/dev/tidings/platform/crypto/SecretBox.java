package dev.tidings.platform.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Encrypts what must be stored and used again, such as an access token: AES-256-GCM under the current key, with a random nonce.
 * A sealed text names its key, so that the key can be changed while older texts still open (docs/adr/0013).
 */
@ApplicationScoped
public class SecretBox {
    /** {@code v1.<id of the key>.<base64url of nonce, ciphertext and tag>}. */
    private static final String VERSION = "v1";

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
        byte[] all = Base64.getUrlDecoder().decode(parts[2]);
        if (all.length < NONCE_BYTES + TAG_BITS / 8) {
            throw new IllegalStateException("what is stored is not a sealed secret");
        }
        ByteBuffer bytes = ByteBuffer.wrap(all);
        byte[] nonce = new byte[NONCE_BYTES];
        bytes.get(nonce);
        byte[] encrypted = new byte[bytes.remaining()];
        bytes.get(encrypted);
        return new String(run(Cipher.DECRYPT_MODE, key(parts[1]), nonce, context(parts[1], context), encrypted), UTF_8);
    }

    /** Whether it was sealed with a key that is not the current one: it is then sealed again, so that the old key can be removed. */
    public boolean isOutdated(String sealed) {
        return !parts(sealed)[1].equals(keys.currentId());
    }

    private SecretKey key(String id) {
        return keys.find(id)
                .orElseThrow(() -> new IllegalStateException("no key of tidings.secrets has the id '" + id + "'"));
    }

    private static String[] parts(String sealed) {
        String[] parts = sealed.split("\\.", -1);
        if (parts.length != 3 || !parts[0].equals(VERSION)) {
            throw new IllegalStateException("what is stored is not a sealed secret");
        }
        return parts;
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
