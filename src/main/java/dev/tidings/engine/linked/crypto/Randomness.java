package dev.tidings.engine.linked.crypto;

import java.security.SecureRandom;

/** Where keys, nonces and paddings come from; one for the engine, passed to whoever needs it. */
@FunctionalInterface
public interface Randomness {
    /** Fresh bytes; called again, others. */
    byte[] bytes(int count);

    static Randomness of(SecureRandom random) {
        return count -> {
            byte[] bytes = new byte[count];
            random.nextBytes(bytes);
            return bytes;
        };
    }
}
