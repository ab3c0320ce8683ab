package dev.tidings.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.support.ApiClient;
import dev.tidings.support.FakeGraph;
import dev.tidings.support.MetaWebhook;
import dev.tidings.support.TidingsProcess;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The way to and from Meta, through a kill. */
@Tag("full")
class CloudCrashIT {
    private static final String APP_SECRET = "app_secret_for_tests";
    private static final String SOMEBODY = "16505551234";
    private static final int NOTICES = 400;

    private FakeGraph graph;
    private TidingsProcess service;

    @BeforeEach
    void start() {
        graph = FakeGraph.start();
        service = TidingsProcess.builder()
                .property("tidings.cloud.base-url", graph.url())
                .property("tidings.egress.allow", "127.0.0.0/8")
                .property("tidings.cloud.download-timeout", "5s")
                .start();
    }

    @AfterEach
    void close() {
        if (service != null) {
            service.close();
        }
        graph.close();
    }

    /** Meta repeats what was not answered 200, as it does for seven days. */
    @Test
    void losesNothingThatMetaWasNotAnsweredFor() {
        FakeGraph.Number number = graph.newNumber();
        String session = session(number);
        Map<String, JsonObject> notices = new LinkedHashMap<>();
        for (int i = 0; i < NOTICES; i++) {
            notices.put(
                    "wamid." + i,
                    MetaWebhook.message(number.id(), MetaWebhook.text("wamid." + i, SOMEBODY, "text " + i)));
        }
        Map<String, CompletableFuture<HttpResponse<String>>> answers = new LinkedHashMap<>();
        MetaWebhook meta = new MetaWebhook(service.baseUrl(), APP_SECRET);
        notices.forEach((id, notice) -> answers.put(id, meta.tellAsync(notice)));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> answers.values().stream().anyMatch(CompletableFuture::isDone));

        service.kill9();

        List<String> unanswered = answers.entrySet().stream()
                .filter(answer -> !isTaken(answer.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        assertTrue(!unanswered.isEmpty(), "the kill came too late to prove anything");
        service.startAgain();
        assertEquals(
                "connected", service.client().session(session).path("status").asText());
        MetaWebhook again = new MetaWebhook(service.baseUrl(), APP_SECRET);
        for (String id : unanswered) {
            assertEquals(200, again.tell(notices.get(id)).statusCode());
        }
        List<String> stored = received(session);
        assertEquals(new TreeSet<>(notices.keySet()), new TreeSet<>(stored));
        assertEquals(NOTICES, stored.size(), "some are there twice");
    }

    /** Its file is fetched after Meta was answered: by then the message is safe. */
    @Test
    void fetchesAFileThatWasPromisedBeforeTheKill() {
        FakeGraph.Number number = graph.newNumber();
        String session = session(number);
        String file = graph.keepFile("%PDF-1.7\nan invoice".getBytes(StandardCharsets.UTF_8), "application/pdf");
        graph.failFor(file, FakeGraph.Fault.code(130429));
        JsonObject document = new JsonObject().put("id", file).put("filename", "invoice.pdf");
        MetaWebhook meta = new MetaWebhook(service.baseUrl(), APP_SECRET);
        JsonObject notice = MetaWebhook.message(
                number.id(), MetaWebhook.messageOf("wamid.document", SOMEBODY, "document", document));
        assertEquals(200, meta.tell(notice).statusCode());

        service.kill9();
        graph.heal(file);
        service.startAgain();

        await().atMost(Duration.ofMinutes(1)).until(() -> received(session).contains("wamid.document"));
    }

    private static boolean isTaken(CompletableFuture<HttpResponse<String>> answer) {
        try {
            return answer.get(20, TimeUnit.SECONDS).statusCode() == 200;
        } catch (Exception gone) {
            return false;
        }
    }

    private String session(FakeGraph.Number number) {
        return service.client()
                .post(
                        "/v1/sessions",
                        Map.of(
                                "name",
                                "shop",
                                "engine",
                                "cloud",
                                "config",
                                number.config(APP_SECRET, "a phrase of ours")))
                .requireStatus(201)
                .data()
                .path("sessionId")
                .asText();
    }

    /** Meta's ids of all messages that came in. */
    private List<String> received(String session) {
        ApiClient client = service.client();
        List<String> ids = new ArrayList<>();
        String cursor = "";
        do {
            ApiClient.Answer page = client.get("/v1/messages?direction=inbound&limit=100&sessionId=" + session + cursor)
                    .requireStatus(200);
            page.data()
                    .forEach(message -> ids.add(message.path("engineMessageId").asText()));
            JsonNode next = page.body().path("page").path("nextCursor");
            cursor = next.isTextual() ? "&cursor=" + next.asText() : null;
        } while (cursor != null);
        return ids;
    }
}
