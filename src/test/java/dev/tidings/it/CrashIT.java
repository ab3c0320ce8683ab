package dev.tidings.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.support.ApiClient;
import dev.tidings.support.TidingsProcess;
import dev.tidings.support.TidingsProcess.Exit;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CrashIT {
    private static final String SOMEBODY = "14155552671";
    private static final String SLOW = "14155550004";

    private static TidingsProcess service;

    @BeforeAll
    static void start() {
        service = TidingsProcess.start();
    }

    @AfterAll
    static void close() {
        service.close();
    }

    /** Each test ends it in its own way. */
    @BeforeEach
    void run() {
        if (!service.isRunning()) {
            service.startAgain();
        }
    }

    @Test
    void sessionsAndMessagesOutliveARestart() {
        requireKept(() -> {
            service.terminate();
            assertFalse(service.databaseRuns(), "the built-in database outlives the service");
        });
    }

    @Test
    void sessionsAndMessagesOutliveAKill() {
        requireKept(() -> {
            service.kill9();
            // nobody could stop one that it started: the next start takes it over
            assertEquals(service.startsADatabase(), service.databaseRuns());
        });
    }

    @Test
    void aPairingUnderWayOutlivesAKill() {
        JsonNode before = service.client().createSession("half-way");
        String id = before.path("sessionId").asText();
        assertEquals("qr_pending", before.path("status").asText());

        service.kill9();
        service.startAgain();

        ApiClient client = service.client();
        JsonNode after = client.session(id);
        assertEquals("qr_pending", after.path("status").asText());
        // the first code lives for 60 s; on a very slow machine it may have made way for the next one
        if (Instant.now().isBefore(Instant.parse(before.path("qrExpiresAt").asText()))) {
            assertEquals(before.path("qrText").asText(), after.path("qrText").asText());
            assertEquals(
                    before.path("qrExpiresAt").asText(),
                    after.path("qrExpiresAt").asText());
        }
        assertEquals(
                "connected",
                client.scan(id).requireStatus(200).data().path("status").asText());
    }

    @Test
    void aMessageThatWasBeingSentBecomesUnknownAndIsNeverSentAgain() {
        ApiClient client = service.client();
        String sessionId = client.connectedSession("crash");
        var unused = client.sendTextAsync(sessionId, SLOW, "Did you get this?");
        String messageId = await().atMost(2, SECONDS)
                .until(() -> onlyMessage(client, sessionId).path("messageId").asText(), id -> !id.isEmpty());
        assertEquals("sending", client.message(messageId).path("status").asText());

        service.kill9();
        service.startAgain();

        ApiClient again = service.client();
        await().atMost(60, SECONDS)
                .until(() -> again.message(messageId).path("status").asText(), status -> !status.equals("sending"));
        await().during(6, SECONDS)
                .atMost(20, SECONDS)
                .until(() -> again.message(messageId).path("status").asText().equals("unknown"));
        JsonNode message = onlyMessage(again, sessionId);
        assertEquals(messageId, message.path("messageId").asText());
        assertNull(message.path("timestamps").get("sent"));
    }

    @Test
    void stopsQuicklyAndLeavesNothingBehindWhenAsked() {
        service.client().connectedSession("going");

        Exit exit = service.terminate();

        assertEquals(0, exit.code());
        assertTrue(exit.took().compareTo(Duration.ofSeconds(15)) < 0, () -> "took " + exit.took());
        assertFalse(service.databaseRuns(), "the built-in database outlives the service");
    }

    @Test
    void finishesWhatRunsBeforeItStops() {
        ApiClient client = service.client();
        String sessionId = client.connectedSession("busy");
        var answer = client.sendTextAsync(sessionId, SLOW, "Nearly there");
        await().atMost(2, SECONDS).until(() -> !onlyMessage(client, sessionId).isMissingNode());

        service.terminate();

        ApiClient.Answer sent = answer.join().requireStatus(200);
        assertEquals("sent", sent.data().path("status").asText());
        service.startAgain();
        assertFalse(Set.of("sending", "unknown")
                .contains(service.client()
                        .message(sent.data().path("messageId").asText())
                        .path("status")
                        .asText()));
    }

    private void requireKept(Runnable end) {
        ApiClient client = service.client();
        String sessionId = client.connectedSession("kept");
        String messageId = client.sendText(sessionId, SOMEBODY, "Do you remember me?")
                .requireStatus(200)
                .data()
                .path("messageId")
                .asText();

        end.run();
        service.startAgain();

        ApiClient again = service.client();
        assertEquals("connected", again.session(sessionId).path("status").asText());
        JsonNode message = again.message(messageId);
        assertEquals("Do you remember me?", message.path("content").path("text").asText());
        await().atMost(30, SECONDS)
                .until(() -> again.message(messageId).path("status").asText().equals("read"));
        again.sendText(sessionId, SOMEBODY, "And again").requireStatus(200);
    }

    private static JsonNode onlyMessage(ApiClient client, String sessionId) {
        JsonNode messages = client.get("/v1/messages?sessionId=" + sessionId)
                .requireStatus(200)
                .data();
        assertTrue(messages.size() <= 1, () -> "messages: " + messages);
        return messages.path(0);
    }
}
