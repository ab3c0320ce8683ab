package dev.tidings.engine.linked.connection;

import static dev.tidings.engine.linked.Vectors.hex;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.engine.linked.Vectors;
import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.bytes.MalformedException;
import dev.tidings.engine.linked.codec.Jid;
import dev.tidings.engine.linked.crypto.PublicKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientPayloadTest {
    private static final JsonNode VECTOR = Vectors.read("connection", "clientPayload");
    private static final ClientVersion VERSION =
            ClientVersion.parse(VECTOR.get("version").asText());

    @Test
    void registersAsWhatsAppWebDoes() {
        JsonNode signed = VECTOR.get("signedPreKey");
        Registration registration = new Registration(
                VECTOR.get("registrationId").asInt(),
                Vectors.pair(VECTOR, "identity").publicKey(),
                signed.get("id").asInt(),
                PublicKey.ofRaw(Vectors.bytes(signed, "public")),
                Bytes.of(Vectors.bytes(signed, "signature")));
        byte[] payload = ClientPayload.register(VERSION, registration, DeviceProps.chrome("Mac OS"));
        assertEquals(VECTOR.get("registration").asText(), hex(payload));
    }

    @Test
    void logsInAsWhatsAppWebDoes() {
        byte[] payload = ClientPayload.login(VERSION, Jid.parse("5511987654321:17@s.whatsapp.net"), 1);
        assertEquals(VECTOR.get("login").asText(), hex(payload));
    }

    @Test
    void describesTheDevice() {
        assertEquals(
                VECTOR.get("deviceProps").asText(),
                hex(DeviceProps.chrome("Mac OS").encode()));
        assertEquals(VECTOR.get("buildHash").asText(), hex(VERSION.buildHash()));
        assertEquals(VECTOR.get("version").asText(), VERSION.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2.3000", "2.3000.x", "2.3000.1.1", "2.3000.9999999999", "2.3000.-1"})
    void whatIsNoVersionIsRefused(String text) {
        assertThrows(MalformedException.class, () -> ClientVersion.parse(text));
    }
}
