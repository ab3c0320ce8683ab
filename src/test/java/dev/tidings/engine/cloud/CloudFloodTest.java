package dev.tidings.engine.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidings.platform.id.IdKind;
import dev.tidings.platform.id.Ids;
import dev.tidings.platform.sql.SqlTimes;
import dev.tidings.support.Api;
import dev.tidings.support.FakeGraph;
import dev.tidings.support.FakeGraphResource;
import dev.tidings.support.MetaWebhook;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** 10,000 notices, a fifth of them sent twice, all in random order and many at a time. */
@Tag("full")
@QuarkusTest
@WithTestResource(value = FakeGraphResource.class, scope = TestResourceScope.GLOBAL)
class CloudFloodTest {
    private static final int INBOUND = 4_000;
    private static final int OUTBOUND = 2_000;
    private static final int AT_ONCE = 32;
    private static final List<String> STATUSES = List.of("sent", "delivered", "read");

    FakeGraph graph;

    @Inject
    Pool pool;

    @Inject
    Ids ids;

    @Inject
    Clock clock;

    @Test
    void leavesExactlyTheRightMessagesAndStatuses() throws InterruptedException {
        CloudFixture cloud = CloudFixture.connect(Api.operator(), graph);
        Random random = new Random(20_261_124);
        Map<String, String> expected = new HashMap<>();
        List<JsonObject> notices = new ArrayList<>();
        for (int i = 0; i < INBOUND; i++) {
            notices.add(MetaWebhook.message(
                    cloud.number().id(), MetaWebhook.text("wamid.in." + i, "1650555" + (1000 + i % 50), "text " + i)));
        }
        for (String id : sent(cloud.session())) {
            int last = random.nextInt(STATUSES.size());
            expected.put(id, STATUSES.get(last));
            // three notices per message, the last of them often repeated
            for (int i = 0; i < STATUSES.size(); i++) {
                String status = STATUSES.get(Math.min(i, last));
                // half of them name the message by our id only, because its answer may have been lost
                String ourId = random.nextBoolean() ? id : null;
                notices.add(MetaWebhook.status(
                        cloud.number().id(), MetaWebhook.statusOf("wamid.out." + id, status, "16505551234", ourId)));
            }
        }
        assertEquals(10_000, notices.size());
        for (int i = 0; i < 2_000; i++) {
            notices.add(notices.get(random.nextInt(10_000)));
        }
        Collections.shuffle(notices, random);

        tellAll(cloud.meta(), gathered(notices, random));

        assertEquals(INBOUND, count(cloud.session(), "direction = 'inbound'"));
        assertEquals(
                INBOUND,
                count(
                        cloud.session(),
                        "direction = 'inbound' AND content ->> 'text' = 'text ' || split_part(engine_message_id, '.', 3)"));
        Map<String, String> statuses = new HashMap<>();
        pool.preparedQuery("SELECT id, status FROM message WHERE session_id = $1 AND direction = 'outbound'")
                .executeAndAwait(Tuple.of(cloud.session()))
                .forEach(row -> statuses.put(row.getString("id"), row.getString("status")));
        assertEquals(expected, statuses);
    }

    /** Messages that were sent before, without the time that sending takes. */
    private List<String> sent(String session) {
        List<String> all = new ArrayList<>();
        List<Tuple> rows = new ArrayList<>();
        OffsetDateTime now = SqlTimes.time(clock.instant());
        for (int i = 0; i < OUTBOUND; i++) {
            String id = ids.next(IdKind.MESSAGE);
            all.add(id);
            rows.add(Tuple.of(id, session, "wamid.out." + id, now));
        }
        pool.preparedQuery(
                        "INSERT INTO message (id, account_id, session_id, direction, chat_id, recipient, type, content,"
                                + " status, engine_message_id, created_at) VALUES ($1, 'acc_00000000000000000000000000', $2,"
                                + " 'outbound', '16505551234', '16505551234', 'text', '{\"text\":\"x\"}', 'sending', $3, $4)")
                .executeBatchAndAwait(rows);
        return all;
    }

    /** Up to five in one request, as Meta does when there are many. */
    private static List<JsonObject> gathered(List<JsonObject> notices, Random random) {
        List<JsonObject> requests = new ArrayList<>();
        int next = 0;
        while (next < notices.size()) {
            JsonObject request = notices.get(next++).copy();
            for (int more = random.nextInt(5); more > 0 && next < notices.size(); more--) {
                request.getJsonArray("entry").addAll(notices.get(next++).getJsonArray("entry"));
            }
            requests.add(request);
        }
        return requests;
    }

    private static void tellAll(MetaWebhook meta, List<JsonObject> notices) throws InterruptedException {
        Semaphore room = new Semaphore(AT_ONCE);
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>(notices.size());
        for (JsonObject notice : notices) {
            room.acquire();
            answers.add(meta.tellAsync(notice).whenComplete((answer, failure) -> room.release()));
        }
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            assertEquals(200, answer.join().statusCode(), () -> answer.join().body());
        }
    }

    private long count(String session, String condition) {
        return pool.preparedQuery("SELECT count(*) AS count FROM message WHERE session_id = $1 AND " + condition)
                .executeAndAwait(Tuple.of(session))
                .iterator()
                .next()
                .getLong("count");
    }
}
