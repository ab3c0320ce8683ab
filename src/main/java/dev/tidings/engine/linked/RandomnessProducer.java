package dev.tidings.engine.linked;

import dev.tidings.engine.linked.crypto.Randomness;
import dev.tidings.platform.crypto.SecureBytes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/** The one source of keys and nonces. */
final class RandomnessProducer {
    RandomnessProducer() {}

    @Produces
    @ApplicationScoped
    static Randomness randomness(SecureBytes bytes) {
        return bytes::next;
    }
}
