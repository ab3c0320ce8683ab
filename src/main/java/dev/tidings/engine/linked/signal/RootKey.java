package dev.tidings.engine.linked.signal;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.crypto.Hkdf;
import dev.tidings.engine.linked.crypto.KeyPair;
import dev.tidings.engine.linked.crypto.PublicKey;
import java.util.Arrays;
import java.util.Optional;

/** What two devices share, renewed by each exchange of ratchet keys, and the chain that this gave. */
record RootKey(Bytes key, ChainKey chain) {
    private static final int SIZE = 32;

    /** The other side's chain, by our ratchet key and theirs; or ours, which the same two give on the other side. */
    RootKey ratchet(KeyPair ours, PublicKey theirs) {
        return split(Hkdf.derive(ours.agree(theirs), key.toArray(), "WhisperRatchet", 2 * SIZE));
    }

    /** As who starts the session. */
    static RootKey initiate(KeyPair identity, KeyPair base, PreKeyBundle bundle) {
        return agreed(
                identity.agree(bundle.signedPreKey()),
                base.agree(bundle.identity()),
                base.agree(bundle.signedPreKey()),
                bundle.oneTime().map(oneTime -> base.agree(oneTime.key())));
    }

    /** As who is written to. */
    static RootKey accept(KeyPair identity, KeyPair signedPreKey, Optional<KeyPair> oneTime, PreKeyMessage message) {
        return agreed(
                signedPreKey.agree(message.identity()),
                identity.agree(message.baseKey()),
                signedPreKey.agree(message.baseKey()),
                oneTime.map(key -> key.agree(message.baseKey())));
    }

    private static RootKey agreed(byte[] first, byte[] second, byte[] third, Optional<byte[]> fourth) {
        byte[] start = new byte[SIZE];
        Arrays.fill(start, (byte) 0xff);
        byte[] secret = Bytes.concat(start, first, second, third, fourth.orElse(new byte[0]));
        return split(Hkdf.derive(secret, "WhisperText", 2 * SIZE));
    }

    private static RootKey split(byte[] keys) {
        return new RootKey(Bytes.of(keys, 0, SIZE), new ChainKey(Bytes.of(keys, SIZE, SIZE), 0));
    }
}
