package dev.tidings.engine.linked.fake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.bytes.MalformedException;
import dev.tidings.engine.linked.crypto.Hashes;
import dev.tidings.engine.linked.crypto.Randomness;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/** The passkey of an account, in the hands of its owner: signs challenges as a browser would, and checks such signatures. */
final class Passkey {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ALGORITHM = "SHA256withECDSA";
    private static final byte PRESENT_AND_VERIFIED = 5;
    private static final int AUTHENTICATOR_DATA = 37;

    private final KeyPair key;
    private final byte[] id;
    private final byte[] user;
    private int used;

    Passkey(Randomness randomness) {
        id = randomness.bytes(20);
        user = randomness.bytes(16);
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            key = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String id() {
        return text(id);
    }

    /** What {@code navigator.credentials.get} gives for these options on a page of WhatsApp Web, as JSON. */
    String sign(String options, String origin) {
        try {
            JsonNode asked = JSON.readTree(options);
            byte[] client = JSON.writeValueAsBytes(JSON.createObjectNode()
                    .put("type", "webauthn.get")
                    .put("challenge", asked.path("challenge").asText())
                    .put("origin", origin)
                    .put("crossOrigin", false));
            byte[] authenticator = Bytes.concat(
                    Hashes.sha256(asked.path("rpId").asText().getBytes(StandardCharsets.UTF_8)),
                    new byte[] {PRESENT_AND_VERIFIED},
                    Say.number(++used, 4));
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key.getPrivate());
            signature.update(authenticator);
            signature.update(Hashes.sha256(client));
            var response = JSON.createObjectNode()
                    .put("clientDataJSON", text(client))
                    .put("authenticatorData", text(authenticator))
                    .put("signature", text(signature.sign()))
                    .put("userHandle", text(user));
            var credential = JSON.createObjectNode()
                    .put("id", id())
                    .put("rawId", id())
                    .put("type", "public-key")
                    .put("authenticatorAttachment", "platform");
            credential.set("response", response);
            credential.set("clientExtensionResults", JSON.createObjectNode());
            return JSON.writeValueAsString(credential);
        } catch (GeneralSecurityException | JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws MalformedException with what is wrong */
    void check(Bytes credentialId, Bytes assertion, String challenge) {
        try {
            JsonNode credential = JSON.readTree(assertion.utf8());
            JsonNode response = credential.path("response");
            require(credentialId.equals(Bytes.of(id)), "another credential");
            require(credential.path("id").asText().equals(id()), "an assertion of another credential");
            require(credential.path("rawId").asText().equals(id()), "an assertion of another credential");
            require(credential.path("type").asText().equals("public-key"), "an assertion of another type");
            byte[] client = bytes(response, "clientDataJSON");
            JsonNode said = JSON.readTree(client);
            require(said.path("type").asText().equals("webauthn.get"), "an assertion for another purpose");
            require(said.path("challenge").asText().equals(challenge), "an assertion of another challenge");
            require(said.path("origin").asText().equals("https://web.whatsapp.com"), "an assertion of another origin");
            checkSignature(client, bytes(response, "authenticatorData"), bytes(response, "signature"));
        } catch (java.io.IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new MalformedException("an assertion that cannot be read: " + e.getMessage());
        }
    }

    private void checkSignature(byte[] client, byte[] authenticator, byte[] signed) throws GeneralSecurityException {
        byte[] place = Hashes.sha256("whatsapp.com".getBytes(StandardCharsets.UTF_8));
        require(
                authenticator.length >= AUTHENTICATOR_DATA
                        && Bytes.of(authenticator, 0, 32).equals(Bytes.of(place))
                        && (authenticator[32] & PRESENT_AND_VERIFIED) == PRESENT_AND_VERIFIED,
                "an assertion for another place, or without verification of the user");
        Signature signature = Signature.getInstance(ALGORITHM);
        signature.initVerify(key.getPublic());
        signature.update(authenticator);
        signature.update(Hashes.sha256(client));
        require(signature.verify(signed), "an assertion whose signature does not hold");
    }

    private static byte[] bytes(JsonNode node, String field) {
        return Base64.getUrlDecoder().decode(node.path(field).asText());
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new MalformedException(what);
        }
    }
}
