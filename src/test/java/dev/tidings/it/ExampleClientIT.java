package dev.tidings.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidings.support.ApiClient;
import dev.tidings.support.FreePort;
import dev.tidings.support.TidingsProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The example client of the reference documentation, run as it is written there but for its base URL. */
class ExampleClientIT {
    private static final Path RESOURCES = Path.of("src", "test", "resources").toAbsolutePath();
    private static final String SOMEBODY = "14155552671";

    private static TidingsProcess service;
    private static ApiClient client;

    @BeforeAll
    static void start() {
        assumeTrue(hasNode(), "needs Node.js");
        service = TidingsProcess.shared();
        client = service.client();
    }

    @AfterAll
    static void close() {
        if (service != null) {
            service.close();
        }
    }

    @Test
    void sendsThroughAConnectedSession() throws Exception {
        JsonNode answer = send(client.connectedSession("example"), SOMEBODY);

        assertTrue(answer.path("success").asBoolean(), answer::toString);
        assertTrue(answer.path("data").path("messageId").asText().startsWith("msg_"), answer::toString);
        assertEquals("sent", answer.path("data").path("status").asText());
    }

    @Test
    void learnsThatTheSessionIsNotConnected() throws Exception {
        String unscanned = client.createSession("unscanned").path("sessionId").asText();

        requireFailure("session_not_connected", send(unscanned, SOMEBODY));
    }

    @Test
    void learnsThatThePhoneNumberIsInvalid() throws Exception {
        JsonNode answer = send(client.connectedSession("typo"), "12");

        requireFailure("invalid_phone_number", answer);
        assertEquals("to", answer.path("error").path("details").path("field").asText());
    }

    @Test
    void shownAnyOtherFailureByItsCode() throws Exception {
        String sessionId = client.connectedSession("others");

        requireFailure("recipient_not_on_whatsapp", send(sessionId, "14155550001"));
        requireFailure("message_sending_failed", send(sessionId, "14155550002"));
        requireFailure("session_not_found", send("session_of_somebody_else", SOMEBODY));
        requireFailure("invalid_api_key", run(client.baseUrl(), "not-a-key", sessionId, SOMEBODY));
    }

    @Test
    void callsAnUnreachableServiceANetworkError() throws Exception {
        requireFailure("network_error", run("http://127.0.0.1:" + FreePort.find(), "any", "session_any", SOMEBODY));
    }

    @Test
    void waitsAsLongAsItIsToldAndSucceedsWhenItIsOverItsLimit() throws Exception {
        JsonNode account = client.post("/v1/admin/accounts", Map.of("name", "busy", "plan", "premium"))
                .requireStatus(201)
                .data();
        String path = "/v1/admin/accounts/" + account.path("accountId").asText();
        List<String> scopes = List.of("account:read", "sessions:read", "sessions:write", "messages:write");
        ApiClient busy = client.withKey(client.post(path + "/keys", Map.of("name", "busy", "scopes", scopes))
                .requireStatus(201)
                .data()
                .path("key")
                .asText());
        String sessionId = busy.connectedSession("busy");
        // late in a minute, so that the wait is short, but early enough that the client starts within it
        await().atMost(Duration.ofSeconds(70))
                .until(() ->
                        LocalTime.now().getSecond() >= 42 && LocalTime.now().getSecond() < 48);
        client.patch(path, Map.of("overrides", Map.of("requestsPerMinute", 1))).requireStatus(200);
        await().atMost(Duration.ofSeconds(2))
                .until(() -> busy.get("/v1/account").status() == 429);

        List<JsonNode> answers = runAll(busy.baseUrl(), busy.key(), sessionId, SOMEBODY);

        assertEquals(2, answers.size(), answers::toString);
        requireFailure("rate_limit_exceeded", answers.get(0));
        assertTrue(answers.get(1).path("success").asBoolean(), answers::toString);
        assertEquals("sent", answers.get(1).path("data").path("status").asText());
    }

    private static void requireFailure(String code, JsonNode answer) {
        assertFalse(answer.path("success").asBoolean(true), answer::toString);
        assertEquals(code, answer.path("error").path("code").asText());
        assertFalse(answer.path("error").path("message").asText().isBlank(), answer::toString);
    }

    private static JsonNode send(String sessionId, String to) throws Exception {
        return run(client.baseUrl(), client.key(), sessionId, to);
    }

    private static JsonNode run(String baseUrl, String key, String sessionId, String to) throws Exception {
        List<JsonNode> answers = runAll(baseUrl, key, sessionId, to);
        assertEquals(1, answers.size(), answers::toString);
        return answers.get(0);
    }

    /** What the client was answered: more than once when it tried again. */
    private static List<JsonNode> runAll(String baseUrl, String key, String sessionId, String to) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        "node",
                        RESOURCES.resolve("example-client-runner.mjs").toString(),
                        RESOURCES.resolve("example-client.js").toString(),
                        sessionId,
                        to,
                        "Hello from the example")
                .redirectErrorStream(true);
        builder.environment().put("BASE_URL", baseUrl);
        builder.environment().put("API_KEY", key);
        Process node = builder.start();
        String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(node.waitFor(30, TimeUnit.SECONDS));
        assertEquals(0, node.exitValue(), output);
        List<JsonNode> answers = new ArrayList<>();
        for (String line : output.lines().toList()) {
            answers.add(new ObjectMapper().readTree(line));
        }
        return answers;
    }

    private static boolean hasNode() {
        try {
            return new ProcessBuilder("node", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
