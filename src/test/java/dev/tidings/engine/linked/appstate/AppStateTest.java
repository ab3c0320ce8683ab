package dev.tidings.engine.linked.appstate;

import static dev.tidings.engine.linked.Vectors.hex;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.engine.linked.Vectors;
import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.bytes.MalformedException;
import dev.tidings.engine.linked.crypto.CryptoException;
import dev.tidings.engine.linked.crypto.Hashes;
import java.util.List;
import org.junit.jupiter.api.Test;

class AppStateTest {
    private static final JsonNode VECTOR = Vectors.read("connection", "appState");

    @Test
    void derivesTheKeysOfACollection() {
        AppStateKeys keys = AppStateKeys.of(Bytes.of(Vectors.bytes(VECTOR, "keyData")));
        assertEquals(text("indexKey"), hex(keys.index().toArray()));
        assertEquals(text("valueEncryptionKey"), hex(keys.valueEncryption().toArray()));
        assertEquals(text("valueMacKey"), hex(keys.valueMac().toArray()));
        assertEquals(text("snapshotMacKey"), hex(keys.snapshotMac().toArray()));
        assertEquals(text("patchMacKey"), hex(keys.patchMac().toArray()));
        assertEquals(
                "AppStateKeys[index=Bytes[32], valueEncryption=Bytes[32], valueMac=Bytes[32], snapshotMac=Bytes[32], "
                        + "patchMac=Bytes[32]]",
                keys.toString());
    }

    @Test
    void hashesASetInAnyOrder() {
        JsonNode vector = VECTOR.get("ltHash");
        Bytes first = Bytes.of(Vectors.hex(vector.get("add").get(0).asText()));
        Bytes second = Bytes.of(Vectors.hex(vector.get("add").get(1).asText()));
        LtHash both = LtHash.EMPTY.plus(first).plus(second);
        assertEquals(vector.get("afterBothAdded").asText(), hex(both.bytes().toArray()));
        assertEquals(both.bytes(), LtHash.EMPTY.plus(second).plus(first).bytes());
        assertEquals(
                vector.get("afterFirstRemoved").asText(),
                hex(both.minus(first).bytes().toArray()));
        assertEquals(LtHash.EMPTY.bytes(), both.minus(first).minus(second).bytes());
    }

    @Test
    void opensASettingOnlyWithBothItsCodes() {
        AppStateKeys keys = AppStateKeys.of(Bytes.of(Vectors.bytes(VECTOR, "keyData")));
        Bytes keyId = Bytes.of(new byte[] {0, 0, 0, 1, 2, 3});
        SyncAction action = new SyncAction(Bytes.utf8("[\"setting_pushName\"]"), Bytes.utf8("Ann"), 1);
        Mutation sealed = Mutation.seal(keys, keyId, Mutation.Operation.SET, action, Vectors.seeded(3));
        assertEquals(action, sealed.open(keys));

        byte[] blob = sealed.blob().toArray();
        for (int i = 0; i < blob.length; i++) {
            byte[] changed = blob.clone();
            changed[i] ^= 1;
            Mutation other = new Mutation(sealed.operation(), keyId, sealed.indexMac(), Bytes.of(changed));
            assertThrows(CryptoException.class, () -> other.open(keys));
        }
        Mutation removed = new Mutation(Mutation.Operation.REMOVE, keyId, sealed.indexMac(), sealed.blob());
        assertThrows(CryptoException.class, () -> removed.open(keys), "what it does is in the code");
        Mutation otherKey = new Mutation(sealed.operation(), Bytes.of((byte) 9), sealed.indexMac(), sealed.blob());
        assertThrows(CryptoException.class, () -> otherKey.open(keys));
        Mutation otherName = new Mutation(sealed.operation(), keyId, Bytes.of(new byte[32]), sealed.blob());
        assertThrows(CryptoException.class, () -> otherName.open(keys));
        Mutation cut = new Mutation(sealed.operation(), keyId, sealed.indexMac(), Bytes.of(blob, 0, 63));
        assertThrows(MalformedException.class, () -> cut.open(keys));
    }

    /** Written out by the facts, beside what the product does: the vectors end with the keys and the hash. */
    @Test
    void makesTheCodesOfTheFacts() {
        AppStateKeys keys = AppStateKeys.of(Bytes.of(Vectors.bytes(VECTOR, "keyData")));
        Bytes keyId = Bytes.of(new byte[] {7, 8});
        SyncAction action = new SyncAction(Bytes.utf8("[\"a\"]"), Bytes.utf8("b"), 2);
        Mutation sealed = Mutation.seal(keys, keyId, Mutation.Operation.REMOVE, action, Vectors.seeded(4));
        byte[] blob = sealed.blob().toArray();
        String encrypted = hex(blob).substring(0, 2 * (blob.length - 32));
        assertEquals(
                hex(Hashes.hmacSha512(
                                Vectors.hex(text("valueMacKey")),
                                Vectors.hex("02" + "0708" + encrypted + "0000000000000003")))
                        .substring(0, 64),
                hex(sealed.valueMac().toArray()));
        assertEquals(
                hex(Hashes.hmacSha256(Vectors.hex(text("indexKey")), "[\"a\"]".getBytes(UTF_8))),
                hex(sealed.indexMac().toArray()));

        LtHash hash = LtHash.EMPTY.plus(sealed.valueMac());
        CollectionMacs macs = new CollectionMacs(keys, "critical_block", 258);
        Bytes snapshot = macs.snapshot(hash);
        String end = "0000000000000102" + hex("critical_block".getBytes(UTF_8));
        assertEquals(
                hex(Hashes.hmacSha256(
                        Vectors.hex(text("snapshotMacKey")),
                        Vectors.hex(hex(hash.bytes().toArray()) + end))),
                hex(snapshot.toArray()));
        List<Bytes> values = List.of(sealed.valueMac(), Bytes.of(new byte[32]));
        Bytes patch = macs.patch(snapshot, values);
        assertEquals(
                hex(Hashes.hmacSha256(
                        Vectors.hex(text("patchMacKey")),
                        Vectors.hex(hex(snapshot.toArray()) + hex(values.get(0).toArray()) + "00".repeat(32) + end))),
                hex(patch.toArray()));
        assertTrue(macs.isSnapshot(hash, snapshot));
        assertFalse(macs.isSnapshot(LtHash.EMPTY, snapshot));
        assertTrue(macs.isPatch(snapshot, values, patch));
        assertFalse(macs.isPatch(snapshot, List.of(values.get(1), values.get(0)), patch));
        assertFalse(new CollectionMacs(keys, "regular", 258).isSnapshot(hash, snapshot));
        assertFalse(new CollectionMacs(keys, "critical_block", 259).isPatch(snapshot, values, patch));
    }

    private static String text(String field) {
        return VECTOR.get(field).asText();
    }
}
