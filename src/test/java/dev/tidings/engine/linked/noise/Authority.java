package dev.tidings.engine.linked.noise;

import dev.tidings.engine.linked.crypto.KeyPair;
import dev.tidings.engine.linked.crypto.Randomness;

/** The keys that make a server: a root that clients are told of, an intermediate signed by it, and the server's own. */
public record Authority(KeyPair root, KeyPair intermediate, KeyPair server) {

    public static Authority create(Randomness randomness) {
        return new Authority(KeyPair.generate(randomness), KeyPair.generate(randomness), KeyPair.generate(randomness));
    }

    /** The same server, certified by a root that nobody was told of. */
    public Authority underAnotherRoot(Randomness randomness) {
        return new Authority(KeyPair.generate(randomness), intermediate, server);
    }
}
