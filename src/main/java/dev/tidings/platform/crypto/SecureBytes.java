package dev.tidings.platform.crypto;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;

/** Bytes that nobody can guess: for keys. */
@ApplicationScoped
public class SecureBytes {
    private final SecureRandom random = new SecureRandom();

    public byte[] next(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
