package dev.tidings.engine.linked.pairing;

import dev.tidings.engine.linked.bytes.Bytes;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * What a browser made of the challenge with the user's passkey, as {@code PublicKeyCredential.toJSON()} writes it. It is checked
 * before it is sent, because WhatsApp may hold a malformed one against the account.
 *
 * @param credentialId the raw id of the passkey
 * @param json all of it, as it is sent
 */
record PasskeyAssertion(Bytes credentialId, String json) {
    private static final int MAX_LENGTH = 16_384;
    private static final String HOST = "whatsapp.com";

    /** The assertion is not what it must be. */
    static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String field;

        RefusedException(String field, String rule) {
            super(rule);
            this.field = field;
        }

        /** Below the assertion, such as {@code response.clientDataJSON}; empty for all of it. */
        String field() {
            return field;
        }
    }

    /**
     * @param challenge in the options that WhatsApp sent
     * @throws RefusedException naming the first field that is not right
     */
    static PasskeyAssertion parse(Map<String, Object> assertion, String challenge) {
        JsonObject all = new JsonObject(assertion);
        String json = all.encode();
        require(json.length() <= MAX_LENGTH, "", "Must have at most 16 KiB.");
        Bytes rawId = binary(all, "rawId", "rawId");
        require(text(all, "type", "type").equals("public-key"), "type", "Must be public-key.");
        require(binary(all, "id", "id").equals(rawId), "id", "Must be the same as rawId.");
        require(all.getValue("response") instanceof JsonObject, "response", "Must be an object.");
        JsonObject response = all.getJsonObject("response");
        binary(response, "authenticatorData", "response.authenticatorData");
        binary(response, "signature", "response.signature");
        checkClientData(binary(response, "clientDataJSON", "response.clientDataJSON"), challenge);
        return new PasskeyAssertion(rawId, json);
    }

    private static void checkClientData(Bytes encoded, String challenge) {
        String field = "response.clientDataJSON";
        JsonObject data;
        try {
            data = new JsonObject(encoded.utf8());
        } catch (DecodeException e) {
            throw new RefusedException(field, "Must be base64url of JSON.");
        }
        require(
                data.getValue("type") instanceof String type && type.equals("webauthn.get"),
                field,
                "Must be of the type webauthn.get.");
        require(
                data.getValue("challenge") instanceof String given && given.equals(challenge),
                field,
                "Must answer the challenge that the session shows now.");
        require(
                data.getValue("origin") instanceof String origin && isOfWhatsApp(origin),
                field,
                "Must be made on a page of https://web.whatsapp.com.");
    }

    private static boolean isOfWhatsApp(String origin) {
        try {
            URI uri = URI.create(origin);
            String host = uri.getHost() == null ? "" : uri.getHost();
            return "https".equals(uri.getScheme()) && (host.equals(HOST) || host.endsWith("." + HOST));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String text(JsonObject parent, String name, String field) {
        require(parent.getValue(name) instanceof String, field, "Must be a string.");
        return parent.getString(name);
    }

    private static Bytes binary(JsonObject parent, String name, String field) {
        String text = text(parent, name, field);
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text.getBytes(StandardCharsets.US_ASCII));
            require(bytes.length > 0 && text.indexOf('=') < 0, field, "Must be base64url without padding.");
            return Bytes.of(bytes);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(field, "Must be base64url without padding.");
        }
    }

    private static void require(boolean holds, String field, String rule) {
        if (!holds) {
            throw new RefusedException(field, rule);
        }
    }

    @Override
    public String toString() {
        return "PasskeyAssertion";
    }
}
