package dev.tidings.engine.linked.appstate;

import static dev.tidings.engine.linked.Vectors.hex;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.engine.linked.Vectors;
import dev.tidings.engine.linked.bytes.Bytes;
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

    private static String text(String field) {
        return VECTOR.get(field).asText();
    }
}
