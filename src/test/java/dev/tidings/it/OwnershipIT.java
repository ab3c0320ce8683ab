package dev.tidings.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.engine.linked.fake.FakeWhatsApp;
import dev.tidings.engine.linked.fake.Violation;
import dev.tidings.support.ApiClient;
import dev.tidings.support.TestPostgres;
import dev.tidings.support.TidingsProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A linked phone moves between two processes that are killed, frozen and stopped, and never has two owners. */
@Tag("full")
class OwnershipIT {
    private static final String ADMIN_KEY = "k7Qz2mVt9sXw4bNc8rLd5gHj3fPy6uEa";
    private static final String PHONE = "5511912345678";
    private static final Duration PAIRING = Duration.ofSeconds(30);

    /** The time that a crash may take to be noticed, and the login after it. */
    private static final Duration TAKEOVER = Duration.ofSeconds(20);

    private static FakeWhatsApp whatsApp;
    private static TidingsProcess first;
    private static TidingsProcess second;

    @BeforeAll
    static void start() {
        TidingsProcess.requireOwn();
        whatsApp = FakeWhatsApp.start();
        String database = TestPostgres.running().newDatabase();
        first = replica("first", database);
        second = replica("second", database);
    }

    private static TidingsProcess replica(String name, String database) {
        return TidingsProcess.builder()
                .adminKey(ADMIN_KEY)
                .env("DATABASE_URL", database)
                .env("TIDINGS_LINKED_URL", whatsApp.url())
                .env("TIDINGS_LINKED_ROOT_KEY", whatsApp.rootKey())
                .env("TIDINGS_LINKED_VERSION", "2.3000.1047769893")
                .env("TIDINGS_LINKED_REPLICA_NAME", name)
                .start();
    }

    @AfterAll
    static void close() {
        try (FakeWhatsApp fake = whatsApp;
                TidingsProcess one = first;
                TidingsProcess other = second) {
            whatsApp = null;
            first = null;
            second = null;
        }
    }

    @Test
    void aSessionOutlivesTheReplicaThatHoldsIt() {
        String session = pair(first.client());
        long token = awaitOwner(second, session, "first", PAIRING);

        first.kill9();
        token = higher(token, awaitOwner(second, session, "second", TAKEOVER));

        first.startAgain();
        await().atMost(PAIRING).until(() -> replicas(second).equals(List.of("first", "second")));
        second.client()
                .post("/v1/admin/sessions/" + session + "/move", Map.of())
                .requireStatus(200);
        token = higher(token, awaitOwner(second, session, "first", TAKEOVER));

        first.freeze();
        token = higher(token, awaitOwner(second, session, "second", TAKEOVER));
        first.thaw();
        await().atMost(TAKEOVER).until(() -> replicas(second).equals(List.of("first", "second")));
        assertEquals(token, awaitOwner(first, session, "second", TAKEOVER), "what was frozen owns nothing any more");

        assertEquals(0, second.terminate().code());
        higher(token, awaitOwner(first, session, "first", Duration.ofSeconds(10)));
        assertEquals(List.of(), whatsApp.violations(Violation.Kind.OWNERSHIP));
    }

    private static String pair(ApiClient client) {
        String session = client.post("/v1/sessions", Map.of("name", "phone", "engine", "linked"))
                .requireStatus(201)
                .data()
                .path("sessionId")
                .asText();
        await().atMost(PAIRING)
                .until(() -> client.session(session).path("status").asText().equals("qr_pending"));
        whatsApp.phone(PHONE)
                .scan(client.session(session).path("qrText").asText())
                .await();
        return session;
    }

    /** The token of the owner, when the session is connected through the replica of this name. */
    private static long awaitOwner(TidingsProcess asked, String session, String name, Duration atMost) {
        ApiClient client = asked.client();
        await().alias("connected through the " + name)
                .atMost(atMost)
                .pollInterval(Duration.ofMillis(250))
                .until(() -> {
                    JsonNode seen = owned(client, session);
                    return seen.path("status").asText().equals("connected")
                            && seen.path("owner").path("replicaName").asText().equals(name);
                });
        return owned(client, session).path("owner").path("token").asLong();
    }

    private static JsonNode owned(ApiClient client, String session) {
        return client.get("/v1/admin/sessions/" + session).requireStatus(200).data();
    }

    private static List<String> replicas(TidingsProcess asked) {
        return asked.client().get("/v1/admin/replicas").requireStatus(200).data().findValuesAsText("name").stream()
                .sorted()
                .toList();
    }

    private static long higher(long before, long now) {
        assertTrue(now > before, now + " after " + before);
        return now;
    }
}
