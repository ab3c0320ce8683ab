package dev.tidings.engine.linked.noise;

import static dev.tidings.engine.linked.Vectors.hex;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.engine.linked.Vectors;
import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.crypto.KeyPair;
import dev.tidings.engine.linked.crypto.PublicKey;
import dev.tidings.engine.linked.crypto.Randomness;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class NoiseHandshakeTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_795_000_000);
    private static final byte[] PAYLOAD = {1, 2, 3};

    private final Randomness randomness = Vectors.seeded(1);
    private final KeyPair noiseKey = KeyPair.generate(randomness);
    private final Server server = new Server(randomness, NOW);

    @Test
    void speaksByteForByteLikeOthers() {
        JsonNode vector = Vectors.read("connection", "noiseXX");
        JsonNode keys = vector.get("keys");
        PublicKey root = Vectors.pair(keys, "root").publicKey();
        NoiseHandshake handshake = new NoiseHandshake(
                Vectors.pair(keys, "clientStatic"),
                new CertificateCheck(root),
                Vectors.fixed(Vectors.pair(keys, "clientEphemeral").privateKey()));
        byte[] first = Bytes.concat(Frames.prologue(new byte[0]), Frames.frame(handshake.clientHello()));
        assertEquals(vector.get("firstFrameOnWire").asText(), hex(first));

        byte[] finish =
                handshake.clientFinish(payload(vector, "serverHelloFrame"), bytes(vector, "clientPayload"), NOW);
        assertEquals(vector.get("clientFinishFrame").asText(), hex(Frames.frame(finish)));
        assertEquals(vector.get("handshakeHash").asText(), hex(handshake.hash()));
        for (String name : new String[] {"firstTransportFrame", "secondTransportFrame"}) {
            byte[] encrypted = handshake.writer().encrypt(bytes(vector.get(name), "plain"));
            assertEquals(vector.get(name).get("wire").asText(), hex(Frames.frame(encrypted)));
        }
    }

    @Test
    void readsWithTheServersKey() {
        JsonNode vector = Vectors.read("connection", "noiseXX");
        CipherState reader = new CipherState(bytes(vector, "readKey"));
        CipherState servers = new CipherState(bytes(vector, "readKey"));
        assertArrayEquals(PAYLOAD, reader.decrypt(servers.encrypt(PAYLOAD)));
    }

    @Test
    void bothSidesUnderstandEachOther() {
        NoiseHandshake client = client();
        byte[] finish = client.clientFinish(server.serverHello(client.clientHello()), PAYLOAD, NOW);
        assertArrayEquals(PAYLOAD, server.accept(finish));
        assertEquals(noiseKey.publicKey(), server.clientKey());
        CipherState fromClient = server.reader();
        CipherState toClient = server.writer();
        for (int i = 0; i < 300; i++) {
            byte[] message = randomness.bytes(i);
            assertArrayEquals(message, fromClient.decrypt(client.writer().encrypt(message)));
            assertArrayEquals(message, client.reader().decrypt(toClient.encrypt(message)));
        }
    }

    @Test
    void everyPartOfTheCertificatesIsChecked() {
        long now = NOW.getEpochSecond();
        KeyPair stranger = KeyPair.generate(randomness);
        Map<String, Consumer<Server.Chain>> wrongs = new LinkedHashMap<>();
        wrongs.put("fewer than two", chain -> chain.withIntermediate = false);
        wrongs.put("fewer than two ", chain -> chain.withLeaf = false);
        wrongs.put("root did not sign", chain -> chain.intermediateSigner = stranger);
        wrongs.put("names another root", chain -> chain.intermediateIssuer = 1L);
        wrongs.put("intermediate did not sign", chain -> chain.leafSigner = stranger);
        wrongs.put("intermediate did not sign ", chain -> chain.leafSigner = server.root);
        wrongs.put(
                "intermediate did not sign  ",
                chain -> chain.intermediateKey = stranger.publicKey().raw());
        wrongs.put("names another issuer", chain -> chain.leafIssuer = 4L);
        wrongs.put("names another issuer ", chain -> chain.intermediateSerial = 7L);
        wrongs.put(
                "about another key",
                chain -> chain.leafKey = stranger.publicKey().raw());
        wrongs.put("malformed", chain -> chain.leafSignature = new byte[63]);
        wrongs.put("malformed ", chain -> chain.intermediateSignature = new byte[65]);
        wrongs.put("malformed  ", chain -> chain.intermediateKey = new byte[31]);
        wrongs.put("malformed   ", chain -> chain.leafKey = null);
        wrongs.put("malformed    ", chain -> chain.leafIssuer = null);
        wrongs.put("malformed     ", chain -> chain.intermediateSerial = null);
        wrongs.put("in force", chain -> chain.leafTo = now - 90_000);
        wrongs.put("in force ", chain -> chain.leafFrom = now + 90_000);
        wrongs.put("in force  ", chain -> chain.intermediateTo = now - 90_000);
        wrongs.put("in force   ", chain -> chain.intermediateFrom = now + 90_000);
        wrongs.put("in force    ", chain -> chain.leafFrom = -1);
        wrongs.forEach((reason, wrong) -> {
            Server fresh = new Server(Vectors.seeded(5), NOW);
            wrong.accept(fresh.chain);
            assertTrue(refusal(fresh).contains(reason.strip()), () -> reason + " was: " + refusal(fresh));
        });
        assertEquals(21, wrongs.size());
    }

    @Test
    void aClockThatIsADayWrongIsForgiven() {
        server.chain.leafFrom = NOW.getEpochSecond() + 86_400;
        server.chain.intermediateTo = NOW.getEpochSecond() - 86_400;
        NoiseHandshake client = client();
        assertArrayEquals(
                PAYLOAD, server.accept(client.clientFinish(server.serverHello(client.clientHello()), PAYLOAD, NOW)));
    }

    @Test
    void anotherRootIsRefused() {
        NoiseHandshake client =
                new NoiseHandshake(noiseKey, new CertificateCheck(CertificateCheck.WHATSAPP_ROOT), randomness);
        byte[] hello = server.serverHello(client.clientHello());
        assertThrows(NoiseException.class, () -> client.clientFinish(hello, PAYLOAD, NOW));
    }

    @Test
    void everyByteOfTheServersHelloCounts() {
        NoiseHandshake first = new NoiseHandshake(noiseKey, check(), Vectors.seeded(9));
        byte[] hello = server.serverHello(first.clientHello());
        for (int i = 0; i < hello.length; i++) {
            NoiseHandshake client = new NoiseHandshake(noiseKey, check(), Vectors.seeded(9));
            client.clientHello();
            byte[] changed = Vectors.flipped(hello, i, 0x01);
            assertThrows(NoiseException.class, () -> client.clientFinish(changed, PAYLOAD, NOW), "byte " + i);
        }
        first.clientFinish(hello, PAYLOAD, NOW);
    }

    @Test
    void aHelloThatLacksAPartIsRefused() {
        Bytes part = Bytes.of(new byte[48]);
        Bytes key = Bytes.of(noiseKey.publicKey().raw());
        for (HandshakeMessage.Hello hello : Arrays.asList(
                new HandshakeMessage.Hello(null, part, part),
                new HandshakeMessage.Hello(key, null, part),
                new HandshakeMessage.Hello(key, part, null),
                new HandshakeMessage.Hello(Bytes.EMPTY, part, part),
                new HandshakeMessage.Hello(Bytes.of(new byte[32]), part, part),
                null)) {
            NoiseHandshake client = client();
            client.clientHello();
            byte[] encoded = new HandshakeMessage(null, hello, null).encode();
            assertThrows(NoiseException.class, () -> client.clientFinish(encoded, PAYLOAD, NOW));
        }
    }

    @Test
    void aHandshakeIsUsedOnceAndInOrder() {
        NoiseHandshake client = client();
        assertThrows(IllegalStateException.class, () -> client.clientFinish(new byte[0], PAYLOAD, NOW));
        byte[] hello = server.serverHello(client.clientHello());
        assertThrows(IllegalStateException.class, client::clientHello);
        assertThrows(IllegalStateException.class, client::writer);
        assertThrows(NoiseException.class, () -> client.clientFinish(new byte[0], PAYLOAD, NOW));
        assertThrows(IllegalStateException.class, () -> client.clientFinish(hello, PAYLOAD, NOW), "no second try");
        assertThrows(IllegalStateException.class, client::reader);
    }

    @Test
    void aFrameThatDoesNotDecryptEndsTheDirection() {
        CipherState writer = new CipherState(new byte[32]);
        CipherState reader = new CipherState(new byte[32]);
        byte[] first = writer.encrypt(PAYLOAD);
        byte[] second = writer.encrypt(PAYLOAD);
        assertThrows(NoiseException.class, () -> reader.decrypt(second));
        assertThrows(NoiseException.class, () -> reader.decrypt(first), "nothing is skipped");
    }

    @Test
    void nothingShowsAKey() {
        assertEquals("CipherState", new CipherState(new byte[32]).toString());
        assertEquals("SymmetricState", new SymmetricState("Noise", new byte[0]).toString());
        assertEquals("NoiseHandshake[START]", client().toString());
    }

    private String refusal(Server fresh) {
        NoiseHandshake client =
                new NoiseHandshake(noiseKey, new CertificateCheck(fresh.root.publicKey()), Vectors.seeded(8));
        byte[] hello = fresh.serverHello(client.clientHello());
        return assertThrows(NoiseException.class, () -> client.clientFinish(hello, PAYLOAD, NOW))
                .getMessage();
    }

    private NoiseHandshake client() {
        return new NoiseHandshake(noiseKey, check(), randomness);
    }

    private CertificateCheck check() {
        return new CertificateCheck(server.root.publicKey());
    }

    private static byte[] bytes(JsonNode node, String field) {
        return Vectors.bytes(node, field);
    }

    static byte[] payload(JsonNode vector, String frame) {
        byte[] bytes = Vectors.bytes(vector, frame);
        return Arrays.copyOfRange(bytes, 3, bytes.length);
    }
}
