package dev.tidings.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Meta's other side: tells what happens to numbers, signed with the secret of their app, as often as a test likes.
 *
 * @param baseUrl of the service that it tells
 */
public record MetaWebhook(String baseUrl, String appSecret) {
    public static final String PATH = "/v1/engines/cloud/webhook";

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Tells the body and returns how it was answered. */
    public HttpResponse<String> tell(JsonObject body) {
        return tell(body.encode().getBytes(UTF_8), sign(body.encode().getBytes(UTF_8), appSecret));
    }

    public CompletableFuture<HttpResponse<String>> tellAsync(JsonObject body) {
        byte[] bytes = body.encode().getBytes(UTF_8);
        return HTTP.sendAsync(request(bytes, sign(bytes, appSecret)), BodyHandlers.ofString());
    }

    /** @param signature the whole header; null for none */
    public HttpResponse<String> tell(byte[] body, String signature) {
        try {
            return HTTP.send(request(body, signature), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest request(byte[] body, String signature) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(baseUrl + PATH))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body));
        return (signature == null ? request : request.header("X-Hub-Signature-256", signature)).build();
    }

    public static String sign(byte[] body, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A body with one change of a number's messages. */
    public static JsonObject body(String phoneNumberId, JsonArray messages, JsonArray statuses) {
        JsonObject value = new JsonObject()
                .put("messaging_product", "whatsapp")
                .put(
                        "metadata",
                        new JsonObject()
                                .put("display_phone_number", "15550783881")
                                .put("phone_number_id", phoneNumberId));
        if (!messages.isEmpty()) {
            value.put(
                    "contacts",
                    new JsonArray()
                            .add(new JsonObject()
                                    .put("profile", new JsonObject().put("name", "Sheena Nelson"))
                                    .put("wa_id", messages.getJsonObject(0).getString("from"))));
            value.put("messages", messages);
        }
        if (!statuses.isEmpty()) {
            value.put("statuses", statuses);
        }
        return new JsonObject()
                .put("object", "whatsapp_business_account")
                .put(
                        "entry",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("id", "102290129340398")
                                        .put(
                                                "changes",
                                                new JsonArray()
                                                        .add(new JsonObject()
                                                                .put("value", value)
                                                                .put("field", "messages")))));
    }

    /** A body with one change of another kind, which Meta names {@code field}. */
    public static JsonObject change(String phoneNumberId, String field, JsonObject value) {
        value.put("messaging_product", "whatsapp")
                .put("metadata", new JsonObject().put("phone_number_id", phoneNumberId));
        JsonObject change = new JsonObject().put("field", field).put("value", value);
        JsonObject entry = new JsonObject().put("id", "102290129340398").put("changes", new JsonArray().add(change));
        return new JsonObject().put("object", "whatsapp_business_account").put("entry", new JsonArray().add(entry));
    }

    public static JsonObject message(String phoneNumberId, JsonObject message) {
        return body(phoneNumberId, new JsonArray().add(message), new JsonArray());
    }

    public static JsonObject status(String phoneNumberId, JsonObject status) {
        return body(phoneNumberId, new JsonArray(), new JsonArray().add(status));
    }

    public static JsonObject text(String id, String from, String text) {
        return messageOf(id, from, "text", new JsonObject().put("body", text));
    }

    public static JsonObject messageOf(String id, String from, String type, Object content) {
        return new JsonObject()
                .put("from", from)
                .put("id", id)
                .put("timestamp", Long.toString(Instant.now().getEpochSecond()))
                .put("type", type)
                .put(type, content);
    }

    /** @param ourId null for a message that somebody else sent */
    public static JsonObject statusOf(String id, String status, String recipient, String ourId) {
        JsonObject news = new JsonObject()
                .put("id", id)
                .put("status", status)
                .put("timestamp", Long.toString(Instant.now().getEpochSecond()))
                .put("recipient_id", recipient);
        return ourId == null ? news : news.put("biz_opaque_callback_data", ourId);
    }

    /** Why a message failed, as a status says it. */
    public static JsonObject failed(String id, String recipient, String ourId, int code) {
        return statusOf(id, "failed", recipient, ourId)
                .put(
                        "errors",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("code", code)
                                        .put("title", "Something is wrong")
                                        .put("message", "Something is wrong")
                                        .put("error_data", new JsonObject().put("details", "Something is wrong"))));
    }
}
