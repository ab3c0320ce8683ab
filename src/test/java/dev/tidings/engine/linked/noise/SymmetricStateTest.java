package dev.tidings.engine.linked.noise;

import static dev.tidings.engine.linked.Vectors.hex;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.engine.linked.Vectors;
import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.crypto.KeyPair;
import dev.tidings.engine.linked.crypto.PublicKey;
import org.junit.jupiter.api.Test;

/** The patterns that the engine does not speak hold the parts that it uses against more of others' bytes. */
class SymmetricStateTest {
    private static final JsonNode KEYS = Vectors.read("connection", "noiseXX").get("keys");

    private final KeyPair ephemeral = Vectors.pair(KEYS, "clientEphemeral");
    private final KeyPair noiseKey = Vectors.pair(KEYS, "clientStatic");
    private final KeyPair server = Vectors.pair(KEYS, "serverStatic");
    private final byte[] payload = Vectors.bytes(Vectors.read("connection", "noiseXX"), "clientPayload");

    @Test
    void speaksThePatternForReturningClients() {
        JsonNode vector = Vectors.read("connection", "noiseIK");
        SymmetricState state = new SymmetricState("Noise_IK_25519_AESGCM_SHA256", Frames.HEADER);
        state.mixHash(server.publicKey().raw());
        state.mixHash(ephemeral.publicKey().raw());
        state.mixKey(ephemeral.agree(server.publicKey()));
        Bytes encryptedStatic = Bytes.of(state.encrypt(noiseKey.publicKey().raw()));
        state.mixKey(noiseKey.agree(server.publicKey()));
        Bytes encryptedPayload = Bytes.of(state.encrypt(payload));
        HandshakeMessage.Hello hello =
                new HandshakeMessage.Hello(Bytes.of(ephemeral.publicKey().raw()), encryptedStatic, encryptedPayload);
        byte[] message = new HandshakeMessage(hello, null, null).encode();
        assertEquals(vector.get("clientHelloFrame").asText(), hex(Frames.frame(message)));

        HandshakeMessage.Hello answer = answer(vector);
        PublicKey theirs = PublicKey.ofRaw(answer.ephemeral().toArray());
        state.mixHash(theirs.raw());
        state.mixKey(ephemeral.agree(theirs));
        state.mixKey(noiseKey.agree(theirs));
        assertEquals(vector.get("serverPayloadPlain").asText(), hex(state.decrypt(answer.payload())));
        assertKeys(vector, state);
    }

    @Test
    void fallsBackWhenTheServerHasForgottenItsKey() {
        JsonNode vector = Vectors.read("connection", "noiseXXfallback");
        SymmetricState state = new SymmetricState("Noise_XXfallback_25519_AESGCM_SHA256", Frames.HEADER);
        state.mixHash(ephemeral.publicKey().raw());
        HandshakeMessage.Hello answer = answer(vector);
        PublicKey theirs = PublicKey.ofRaw(answer.ephemeral().toArray());
        state.mixHash(theirs.raw());
        state.mixKey(ephemeral.agree(theirs));
        PublicKey key = PublicKey.ofRaw(state.decrypt(answer.encryptedStatic()));
        assertEquals(server.publicKey(), key);
        state.mixKey(ephemeral.agree(key));
        String chain = Vectors.read("connection", "noiseXX").get("certChain").asText();
        assertEquals(chain, hex(state.decrypt(answer.payload())));
        Bytes encryptedStatic = Bytes.of(state.encrypt(noiseKey.publicKey().raw()));
        state.mixKey(noiseKey.agree(theirs));
        Bytes encryptedPayload = Bytes.of(state.encrypt(payload));
        byte[] message = new HandshakeMessage(
                        null, null, new HandshakeMessage.Finish(encryptedStatic, encryptedPayload))
                .encode();
        assertEquals(vector.get("clientFinishFrame").asText(), hex(Frames.frame(message)));
        assertKeys(vector, state);
    }

    private static HandshakeMessage.Hello answer(JsonNode vector) {
        return HandshakeMessage.decode(NoiseHandshakeTest.payload(vector, "serverHelloFrame"))
                .serverHello();
    }

    private static void assertKeys(JsonNode vector, SymmetricState state) {
        assertEquals(vector.get("writeKey").asText(), hex(state.split()[0]));
        assertEquals(vector.get("readKey").asText(), hex(state.split()[1]));
    }
}
