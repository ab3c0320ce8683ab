package dev.tidings.core.message.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.tidings.access.auth.TestCallers;
import dev.tidings.core.content.ContentCodec;
import dev.tidings.core.directory.TakeoverRecorder;
import dev.tidings.core.directory.TestReplica;
import dev.tidings.core.message.MessageRows;
import dev.tidings.core.message.queue.QueueRepository.Claim;
import dev.tidings.platform.id.IdKind;
import dev.tidings.platform.id.Ids;
import dev.tidings.platform.sql.PgNotifications;
import dev.tidings.platform.sql.Transactions;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OwnedQueueTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject
    Pool pool;

    @Inject
    Vertx vertx;

    @Inject
    Ids ids;

    @Inject
    Transactions transactions;

    @Inject
    TakeoverRecorder takeovers;

    @Inject
    PgNotifications notices;

    @Inject
    ContentCodec codec;

    @Inject
    MessageRows rows;

    @Test
    void onlyTheOwnerOfASessionSendsItsQueue() {
        String engine = "queue-" + ids.random();
        String session = sessionWithAQueuedMessage(engine);
        TestReplica owner =
                new TestReplica(pool, vertx, ids, transactions, takeovers, notices, Set.of(engine), 10).turn();
        TestReplica other =
                new TestReplica(pool, vertx, ids, transactions, takeovers, notices, Set.of(engine), 10).turn();
        owner.own(session, engine);
        assertEquals(List.of(), claimed(other, engine, session));
        List<Claim> claims = claimed(owner, engine, session);
        assertEquals(1, claims.size());
        assertNull(
                queue(other, engine).take(claims.get(0), Instant.now()).await().atMost(PATIENCE));
        assertNotNull(
                queue(owner, engine).take(claims.get(0), Instant.now()).await().atMost(PATIENCE));
        // the new owner does not wait for the lease of the old one's queue
        owner.leave();
        other.turn();
        assertEquals(1, other.acquired.size());
        assertNull(
                queue(owner, engine).take(claims.get(0), Instant.now()).await().atMost(PATIENCE));
        sql("UPDATE session SET status = 'connected' WHERE id = $1", session);
        sql("UPDATE message SET status = 'queued' WHERE session_id = $1", session);
        assertEquals(1, claimed(other, engine, session).size());
        other.leave();
        sql("DELETE FROM message WHERE session_id = $1", session);
        sql("DELETE FROM session_owner WHERE engine = $1", engine);
        sql("DELETE FROM session WHERE engine = $1", engine);
    }

    private List<Claim> claimed(TestReplica replica, String engine, String session) {
        return queue(replica, engine).claim(ids.random(), 100, Instant.now()).await().atMost(PATIENCE).stream()
                .filter(claim -> claim.sessionId().equals(session))
                .toList();
    }

    private QueueRepository queue(TestReplica replica, String engine) {
        return new QueueRepository(pool, codec, rows, () -> Set.of(engine), replica.ownership);
    }

    private String sessionWithAQueuedMessage(String engine) {
        String session = ids.next(IdKind.SESSION);
        String account = TestCallers.operator().accountId();
        sql(
                "INSERT INTO session (id, account_id, name, engine, status, created_at, updated_at)"
                        + " VALUES ($1, $2, 'owned', $3, 'connected', now(), now())",
                session,
                account,
                engine);
        sql(
                "INSERT INTO message (id, account_id, session_id, direction, chat_id, recipient, type, content, status,"
                        + " created_at, due_at, queue_position) VALUES ($1, $2, $3, 'outbound', '14155552671',"
                        + " '14155552671', 'text', '{\"text\":\"hello\"}', 'queued', now(), now() - interval '1 day',"
                        + " nextval('message_queue_position'))",
                ids.next(IdKind.MESSAGE),
                account,
                session);
        return session;
    }

    private void sql(String statement, Object... values) {
        pool.preparedQuery(statement).executeAndAwait(Tuple.from(List.of(values)));
    }
}
