package dev.tidings.support;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A client that knows nothing but HTTP.
 *
 * @param key sent with every request; null for none
 */
public record ApiClient(String baseUrl, String key) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    /**
     * What came back.
     *
     * @param body a missing node when it is no JSON
     */
    public record Answer(int status, String text, JsonNode body, HttpHeaders headers) {
        /** The code of the failure; empty for a success. */
        public String code() {
            return body.path("error").path("code").asText();
        }

        public JsonNode data() {
            return body.path("data");
        }

        public String header(String name) {
            return headers.firstValue(name).orElse(null);
        }

        /** The same answer, which must have this status. */
        public Answer requireStatus(int expected) {
            assertEquals(expected, status, () -> "answer: " + text);
            return this;
        }
    }

    public ApiClient withKey(String other) {
        return new ApiClient(baseUrl, other);
    }

    public Answer get(String path) {
        return send(request(path).GET());
    }

    public CompletableFuture<Answer> getAsync(String path) {
        return sendAsync(request(path).GET());
    }

    public Answer patch(String path, Object body) {
        return send(request(path).header("Content-Type", "application/json").method("PATCH", json(body)));
    }

    public Answer delete(String path) {
        return send(request(path).DELETE());
    }

    /** @param body anything that becomes JSON; null for no body */
    public Answer post(String path, Object body) {
        return send(posting(path, body));
    }

    public CompletableFuture<Answer> postAsync(String path, Object body) {
        return sendAsync(posting(path, body));
    }

    private static CompletableFuture<Answer> sendAsync(HttpRequest.Builder request) {
        return HTTP.sendAsync(request.build(), BodyHandlers.ofString()).thenApply(ApiClient::answer);
    }

    /** Any request, with the key if there is one. */
    public HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(baseUrl + path)).timeout(PATIENCE);
        return key == null ? request : request.header("Authorization", "Bearer " + key);
    }

    public Answer send(HttpRequest.Builder request) {
        try {
            return answer(HTTP.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A new session that waits for its QR code to be scanned. */
    public JsonNode createSession(String name) {
        return post("/v1/sessions", Map.of("name", name, "engine", "sandbox"))
                .requireStatus(201)
                .data();
    }

    public Answer scan(String sessionId) {
        return post("/v1/sandbox/sessions/" + sessionId + "/scan", Map.of());
    }

    /** The id of a new session that is connected. */
    public String connectedSession(String name) {
        String id = createSession(name).path("sessionId").asText();
        scan(id).requireStatus(200);
        await().until(() -> session(id).path("status").asText().equals("connected"));
        return id;
    }

    public JsonNode session(String id) {
        return get("/v1/sessions/" + id).requireStatus(200).data();
    }

    public Answer sendText(String sessionId, String to, String text) {
        return post("/v1/messages/text", text(sessionId, to, text));
    }

    public CompletableFuture<Answer> sendTextAsync(String sessionId, String to, String text) {
        return postAsync("/v1/messages/text", text(sessionId, to, text));
    }

    public JsonNode message(String id) {
        return get("/v1/messages/" + id).requireStatus(200).data();
    }

    private static Map<String, String> text(String sessionId, String to, String text) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("sessionId", sessionId);
        body.put("to", to);
        body.put("text", text);
        return body;
    }

    private HttpRequest.Builder posting(String path, Object body) {
        return body == null
                ? request(path).POST(BodyPublishers.noBody())
                : request(path).header("Content-Type", "application/json").POST(json(body));
    }

    private static BodyPublisher json(Object body) {
        try {
            return BodyPublishers.ofString(JSON.writeValueAsString(body));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Answer answer(HttpResponse<String> response) {
        return new Answer(response.statusCode(), response.body(), parse(response.body()), response.headers());
    }

    /** The JSON in the text; a missing node when there is none. */
    public static JsonNode parse(String text) {
        try {
            return text.isBlank() ? MissingNode.getInstance() : JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
