package dev.tidings.core.engine.command;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.access.auth.TestCallers;
import dev.tidings.core.content.MessageContent;
import dev.tidings.core.directory.TakeoverRecorder;
import dev.tidings.core.engine.OutboundMessage;
import dev.tidings.core.engine.SendRecorder;
import dev.tidings.platform.id.IdKind;
import dev.tidings.platform.id.Ids;
import dev.tidings.platform.sql.TestNotifications;
import dev.tidings.platform.sql.Transactions;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How much longer a send takes when another replica owns the session; not part of the tests. */
@QuarkusTest
class CommandBench {
    private static final int SENDS = 300;

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
    CommandCodec codec;

    @Inject
    SendRecorder recorder;

    @Test
    void measuresASendThroughTheOwner() {
        String engine = "bench-" + ids.random();
        String session = ids.next(IdKind.SESSION);
        sql(
                "INSERT INTO session (id, account_id, name, engine, status, created_at, updated_at)"
                        + " VALUES ($1, $2, 'owned', $3, 'connected', now(), now())",
                session,
                TestCallers.operator().accountId(),
                engine);
        CommandReplica owner = replica(engine);
        owner.replica.own(session, engine);
        CommandReplica other = replica(engine);
        double[] millis = new double[SENDS];
        for (int i = 0; i < SENDS; i++) {
            OutboundMessage message = message(session);
            long started = System.nanoTime();
            other.engine.send(message).await().atMost(Duration.ofSeconds(20));
            millis[i] = (System.nanoTime() - started) / 1e6;
        }
        double[] later = Arrays.copyOfRange(millis, SENDS / 3, SENDS);
        Arrays.sort(later);
        double median = later[later.length / 2];
        System.out.printf(
                "BENCH a send through another replica: median %.1f ms, p95 %.1f ms%n",
                median, later[later.length * 95 / 100]);
        sql("DELETE FROM session WHERE id = $1", session);
        assertTrue(median < 20, "median of " + median + " ms, on a machine that is idle?");
    }

    private CommandReplica replica(String engine) {
        return new CommandReplica(
                engine,
                Duration.ofSeconds(10),
                TestNotifications.on(pool),
                pool,
                vertx,
                ids,
                transactions,
                takeovers,
                codec,
                recorder);
    }

    private OutboundMessage message(String session) {
        String id = ids.next(IdKind.MESSAGE);
        sql(
                "INSERT INTO message (id, account_id, session_id, direction, chat_id, recipient, type, content, status,"
                        + " created_at, sending_at) VALUES ($1, $2, $3, 'outbound', '14155552671', '14155552671',"
                        + " 'text', '{\"text\":\"hello\"}', 'sending', now(), now())",
                id,
                TestCallers.operator().accountId(),
                session);
        return new OutboundMessage(session, id, "14155552671", new MessageContent.Text("hello", null), null);
    }

    private void sql(String statement, Object... values) {
        pool.preparedQuery(statement).executeAndAwait(Tuple.from(List.of(values)));
    }
}
