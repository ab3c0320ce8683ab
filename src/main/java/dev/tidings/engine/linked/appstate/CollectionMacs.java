package dev.tidings.engine.linked.appstate;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.crypto.Hashes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

/**
 * Codes over a collection of settings: a snapshot's over all that is in it, a patch's over what it changes. Neither can be made
 * without a key that the phone shared.
 *
 * @param name of the collection, such as {@code critical_block}
 * @param version that the snapshot or patch leads to
 */
record CollectionMacs(AppStateKeys keys, String name, long version) {

    /** 32 bytes. */
    Bytes snapshot(LtHash hash) {
        return Bytes.of(Hashes.hmacSha256(
                keys.snapshotMac().toArray(), hash.bytes().toArray(), number(), name.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * 32 bytes.
     *
     * @param snapshotMac of the patch
     * @param valueMacs of its mutations, in their order
     */
    Bytes patch(Bytes snapshotMac, List<Bytes> valueMacs) {
        byte[] values = Bytes.concat(valueMacs.stream().map(Bytes::toArray).toArray(byte[][]::new));
        return Bytes.of(Hashes.hmacSha256(
                keys.patchMac().toArray(),
                snapshotMac.toArray(),
                values,
                number(),
                name.getBytes(StandardCharsets.UTF_8)));
    }

    boolean isSnapshot(LtHash hash, Bytes mac) {
        return MessageDigest.isEqual(snapshot(hash).toArray(), mac.toArray());
    }

    boolean isPatch(Bytes snapshotMac, List<Bytes> valueMacs, Bytes mac) {
        return MessageDigest.isEqual(patch(snapshotMac, valueMacs).toArray(), mac.toArray());
    }

    private byte[] number() {
        return ByteBuffer.allocate(Long.BYTES).putLong(version).array();
    }
}
