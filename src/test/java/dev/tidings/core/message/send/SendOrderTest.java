package dev.tidings.core.message.send;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.support.Api;
import dev.tidings.support.ApiClient;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Direct sends of a session run one after the other, those of different sessions in parallel. */
@QuarkusTest
class SendOrderTest {
    private static final int CLIENTS = 50;
    private static final int SENDS = 4;
    private static final String SOMEBODY = "14155550005";
    private static final String SLOW = "14155550004";

    @Inject
    Pool pool;

    @Inject
    SendSequencer lines;

    private Api api;
    private ApiClient client;

    @BeforeEach
    void open() {
        api = Api.operator();
        client = new ApiClient("http://localhost:" + RestAssured.port, api.key());
    }

    @Test
    void keepsTheOrderOfFiftyParallelClients() {
        String session = api.connectedSession();
        List<CompletableFuture<Void>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(sendOneAfterTheOther(session, "client " + i, SENDS));
        }
        clients.forEach(CompletableFuture::join);

        // in the order in which they were accepted, which their ids show
        List<Row> messages = new ArrayList<>();
        pool.preparedQuery("SELECT created_at, sent_at FROM message WHERE session_id = $1 ORDER BY id")
                .executeAndAwait(Tuple.of(session))
                .forEach(messages::add);
        assertEquals(CLIENTS * SENDS, messages.size());
        for (int i = 1; i < messages.size(); i++) {
            OffsetDateTime engineTookTheOneBefore = messages.get(i - 1).getOffsetDateTime("sent_at");
            OffsetDateTime accepted = messages.get(i).getOffsetDateTime("created_at");
            assertFalse(accepted.isBefore(engineTookTheOneBefore), "overtaken at " + i);
        }
        await().until(() -> lines.count() == 0);
    }

    @Test
    void letsASlowMessageDelayItsOwnSessionOnly() {
        String session = api.connectedSession();
        String other = api.connectedSession();
        var slow = client.sendTextAsync(session, SLOW, "slow");
        await().until(() -> lines.count() == 1);
        var behind = client.sendTextAsync(session, SOMEBODY, "behind");
        client.sendText(other, SOMEBODY, "elsewhere").requireStatus(200);
        assertFalse(slow.isDone(), "the other session waited");
        assertFalse(behind.isDone(), "overtook the slow one");
        slow.orTimeout(20, SECONDS).join().requireStatus(200);
        behind.orTimeout(20, SECONDS).join().requireStatus(200);
        List<String> texts = api.get("/v1/messages?sessionId=" + session)
                .jsonPath()
                .getList("data.sort { it.timestamps.sent }.content.text");
        assertEquals(List.of("slow", "behind"), texts);
    }

    private CompletableFuture<Void> sendOneAfterTheOther(String session, String text, int left) {
        return client.sendTextAsync(session, SOMEBODY, text + ", " + left).thenCompose(sent -> {
            assertEquals(200, sent.status(), sent::text);
            assertTrue(sent.data().path("status").asText().equals("sent"), sent::text);
            return left == 1 ? CompletableFuture.completedFuture(null) : sendOneAfterTheOther(session, text, left - 1);
        });
    }
}
