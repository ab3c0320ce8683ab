package dev.tidings.engine.linked.pairing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.engine.linked.Vectors;
import dev.tidings.engine.linked.bytes.Bytes;
import org.junit.jupiter.api.Test;

class QrTextTest {
    @Test
    void holdsWhatThePhoneNeeds() {
        JsonNode vector = Vectors.read("connection", "qr");
        String text = QrText.of(
                vector.get("ref").asText(),
                Vectors.pair(Vectors.read("connection", "noiseXX").get("keys"), "clientStatic")
                        .publicKey(),
                Vectors.pair(Vectors.read("connection", "clientPayload"), "identity")
                        .publicKey(),
                Bytes.of(Vectors.bytes(Vectors.read("connection", "adv"), "advSecret")),
                '1');
        assertEquals(vector.get("text").asText(), text);
    }
}
