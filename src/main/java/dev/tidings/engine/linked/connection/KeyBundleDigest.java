package dev.tidings.engine.linked.connection;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.crypto.Hashes;
import dev.tidings.engine.linked.crypto.PublicKey;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

/** Whether the server holds the public keys that we hold. */
final class KeyBundleDigest {
    private KeyBundleDigest() {}

    /**
     * @param preKeys in the order in which the server lists them
     * @return 20 bytes
     */
    static byte[] of(PublicKey identity, PublicKey signedPreKey, Bytes signature, List<PublicKey> preKeys) {
        byte[] keys = Bytes.concat(preKeys.stream().map(PublicKey::raw).toArray(byte[][]::new));
        return Hashes.sha1(identity.raw(), signedPreKey.raw(), signature.toArray(), keys);
    }

    /** The server may send the start of the digest alone, but not nothing. */
    static boolean matches(byte[] ours, byte[] servers) {
        return servers.length > 0
                && servers.length <= ours.length
                && MessageDigest.isEqual(Arrays.copyOf(ours, servers.length), servers);
    }
}
