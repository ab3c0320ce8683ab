package dev.tidings.core.message.send;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SendSequencerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Vertx vertx = Vertx.vertx();
    private final List<String> order = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void goesOneAfterTheOther() {
        SendSequencer lines = new SendSequencer(vertx, PATIENCE);
        List<String> expected = new ArrayList<>();
        List<UniAssertSubscriber<String>> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String name = "send " + i;
            expected.add(name + " begins");
            expected.add(name + " ends");
            all.add(subscribe(lines.inTurn("session", () -> work(name))));
        }
        all.forEach(one -> one.awaitItem(PATIENCE));
        assertEquals(expected, order);
        await().until(() -> lines.count() == 0);
    }

    @Test
    void doesNotLetSessionsWaitForEachOther() {
        SendSequencer lines = new SendSequencer(vertx, PATIENCE);
        subscribe(lines.inTurn("one", () -> Uni.createFrom().nothing()));
        subscribe(lines.inTurn("another", () -> work("x"))).awaitItem(PATIENCE);
        assertEquals(1, lines.count());
    }

    @Test
    void goesOnAfterAFailure() {
        SendSequencer lines = new SendSequencer(vertx, PATIENCE);
        var failed = subscribe(lines.inTurn("session", () -> {
            throw new IllegalStateException("broken");
        }));
        failed.awaitFailure(PATIENCE).assertFailedWith(IllegalStateException.class, "broken");
        subscribe(lines.inTurn("session", () -> work("x"))).awaitItem(PATIENCE);
        assertEquals(0, lines.count());
    }

    @Test
    void waitsForSoLongOnlyAndThenSendsNothing() {
        SendSequencer lines = new SendSequencer(vertx, Duration.ofMillis(50));
        List<UniEmitter<? super String>> answers = new CopyOnWriteArrayList<>();
        var slow = subscribe(lines.inTurn("session", () -> Uni.createFrom().<String>emitter(answers::add)));
        var impatient = subscribe(lines.inTurn("session", () -> work("never")));
        impatient.awaitFailure(PATIENCE);
        ApiException failure = assertThrows(ApiException.class, () -> {
            throw impatient.getFailure();
        });
        assertEquals(ErrorCode.SERVICE_UNAVAILABLE, failure.code());
        assertFalse(failure.retryAfter().isEmpty());
        // a send that comes now may not overtake the one that still runs
        var later = subscribe(lines.inTurn("session", () -> work("later")));
        assertEquals(List.of(), order);
        answers.get(0).complete("done");
        slow.awaitItem(PATIENCE);
        later.awaitItem(PATIENCE);
        assertEquals(List.of("later begins", "later ends"), order);
        await().until(() -> lines.count() == 0);
    }

    @Test
    void dropsTheSendOfAClientThatHungUpBeforeItsTurn() {
        SendSequencer lines = new SendSequencer(vertx, PATIENCE);
        List<UniEmitter<? super String>> answers = new CopyOnWriteArrayList<>();
        subscribe(lines.inTurn("session", () -> Uni.createFrom().<String>emitter(answers::add)));
        subscribe(lines.inTurn("session", () -> work("gone"))).cancel();
        var last = subscribe(lines.inTurn("session", () -> work("last")));
        answers.get(0).complete("done");
        last.awaitItem(PATIENCE);
        assertEquals(List.of("last begins", "last ends"), order);
        assertEquals(0, lines.count());
    }

    @Test
    void finishesWhatHasBegunWhenTheClientHangsUp() {
        SendSequencer lines = new SendSequencer(vertx, PATIENCE);
        subscribe(lines.inTurn("session", () -> work("begun"))).cancel();
        subscribe(lines.inTurn("session", () -> work("next"))).awaitItem(PATIENCE);
        assertEquals(List.of("begun begins", "begun ends", "next begins", "next ends"), order);
    }

    /** Takes a moment, on another thread. */
    private Uni<String> work(String name) {
        order.add(name + " begins");
        return Uni.createFrom()
                .emitter(emitter -> vertx.setTimer(1, done -> {
                    order.add(name + " ends");
                    emitter.complete(name);
                }));
    }

    private static <T> UniAssertSubscriber<T> subscribe(Uni<T> uni) {
        return uni.subscribe().withSubscriber(UniAssertSubscriber.create());
    }
}
