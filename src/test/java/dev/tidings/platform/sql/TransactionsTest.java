package dev.tidings.platform.sql;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TransactionsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject
    Transactions transactions;

    @Inject
    Pool pool;

    private final String session = "session_" + UUID.randomUUID();
    private final List<String> done = new CopyOnWriteArrayList<>();

    @Test
    void commitsAndThenRunsWhatFollowsInOrder() {
        String answer = transactions
                .inOne(transaction -> write(transaction)
                        .invoke(() -> transaction.afterCommit(() -> done.add("first")))
                        .invoke(() -> transaction.afterCommit(() -> {
                            throw new IllegalStateException("which is logged and hides nothing");
                        }))
                        .invoke(() -> transaction.afterCommit(() -> done.add("last")))
                        .replaceWith("stored"))
                .await()
                .atMost(PATIENCE);
        assertEquals("stored", answer);
        assertEquals(1, count());
        assertEquals(List.of("first", "last"), done);
    }

    @Test
    void undoesAllOfTheWorkWhenItFails() {
        Uni<Void> failing = transactions.inOne(transaction -> write(transaction)
                .invoke(() -> transaction.afterCommit(() -> done.add("never")))
                .chain(() -> Uni.createFrom().failure(new IllegalStateException("half way"))));
        IllegalStateException failure =
                assertThrows(IllegalStateException.class, () -> failing.await().atMost(PATIENCE));
        assertEquals("half way", failure.getMessage());
        assertEquals(0, count());
        assertTrue(done.isEmpty());
    }

    @Test
    void endsWhenNobodyWaitsForItAnyMore() {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        transactions
                .inOne(transaction -> write(transaction)
                        .invoke(() -> transaction.afterCommit(() -> done.add("told")))
                        .chain(() -> Uni.createFrom().completionStage(gate)))
                .subscribe()
                .with(ignored -> done.add("answered"))
                .cancel();
        gate.complete(null);
        await().atMost(PATIENCE).until(() -> done.contains("told"));
        assertEquals(1, count());
        assertEquals(List.of("told"), done);
    }

    private Uni<Void> write(Transaction transaction) {
        return transaction
                .connection()
                .preparedQuery("INSERT INTO session_sequence (session_id, last) VALUES ($1, 7)")
                .execute(Tuple.of(session))
                .replaceWithVoid();
    }

    private int count() {
        return pool.preparedQuery("SELECT count(*)::int AS rows FROM session_sequence WHERE session_id = $1")
                .execute(Tuple.of(session))
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getInteger("rows");
    }
}
