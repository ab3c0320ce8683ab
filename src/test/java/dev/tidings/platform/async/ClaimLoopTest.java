package dev.tidings.platform.async;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ClaimLoopTest {
    private static final Vertx VERTX = Vertx.vertx();

    private final Queue<Integer> waiting = new ConcurrentLinkedQueue<>();
    private final List<Integer> asked = new CopyOnWriteArrayList<>();
    private final List<CompletableFuture<Boolean>> begun = new CopyOnWriteArrayList<>();
    private final ClaimLoop<Integer> loop =
            new ClaimLoop<>("Claims", "Pieces", VERTX, () -> 2, this::claim, this::work);

    @AfterAll
    static void close() {
        VERTX.closeAndAwait();
    }

    @Test
    void fillsItsRoomAndClaimsAgainWhenAPieceAsksForIt() {
        waiting.addAll(List.of(1, 2, 3));
        loop.wake();
        await().until(() -> begun.size() == 2);
        assertEquals(2, loop.running());
        begun.get(0).complete(true);
        await().until(() -> begun.size() == 3);
        assertEquals(List.of(2, 1), asked.subList(0, 2));
    }

    @Test
    void waitsForTheNextWakeWhenAPieceAsksForNothingOrFails() {
        waiting.addAll(List.of(1, 2, 3, 4));
        loop.wake();
        await().until(() -> begun.size() == 2);
        begun.get(0).complete(false);
        begun.get(1).completeExceptionally(new IllegalStateException("broken"));
        await().until(() -> loop.running() == 0);
        assertEquals(2, begun.size());
        loop.wake();
        await().until(() -> begun.size() == 4);
    }

    @Test
    void stopsByEndingWhatWasBegunAndBeginningNothing() {
        waiting.addAll(List.of(1, 2, 3));
        loop.wake();
        await().until(() -> begun.size() == 2);
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> loop.stop(Duration.ofSeconds(30)));
        begun.get(0).complete(true);
        await().until(() -> loop.running() == 1);
        begun.get(1).complete(true);
        stopped.join();
        loop.wake();
        assertEquals(2, begun.size());
        assertEquals(1, waiting.size());
    }

    @Test
    void stopsWithoutWhatTakesLongerThanItsPatience() {
        waiting.add(1);
        loop.wake();
        await().until(() -> begun.size() == 1);
        loop.stop(Duration.ofMillis(1));
        assertTrue(loop.running() > 0);
    }

    private Uni<List<Integer>> claim(int most) {
        asked.add(most);
        List<Integer> claimed = new ArrayList<>();
        while (claimed.size() < most && !waiting.isEmpty()) {
            claimed.add(waiting.remove());
        }
        return Uni.createFrom().item(claimed);
    }

    private Uni<Boolean> work(int piece) {
        CompletableFuture<Boolean> end = new CompletableFuture<>();
        begun.add(end);
        return Uni.createFrom().completionStage(end);
    }
}
