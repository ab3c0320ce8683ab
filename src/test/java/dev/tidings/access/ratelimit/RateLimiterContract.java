package dev.tidings.access.ratelimit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The behaviour of every {@link RateLimiter}. */
abstract class RateLimiterContract {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** The one under test. */
    abstract RateLimiter limiter();

    /** A subject without any counted request. */
    abstract String newSubject();

    @Test
    void countsUpToTheLimitAndNoFurther() {
        List<RateWindow> day = List.of(new RateWindow(newSubject(), "day", 86_400, 2));
        assertEquals(List.of(1), used(take(day)));
        assertEquals(List.of(2), used(take(day)));
        RateLimitState refused = take(day);
        assertFalse(refused.taken());
        assertEquals(List.of(2), used(refused));
    }

    @Test
    void countsARefusedRequestInNoWindow() {
        String subject = newSubject();
        RateWindow hour = new RateWindow(subject, "hour", 3_600, 10);
        RateWindow day = new RateWindow(subject, "day", 86_400, 1);
        assertEquals(List.of(1, 1), used(take(List.of(hour, day))));
        assertEquals(List.of(1, 1), used(take(List.of(hour, day))));
        assertEquals(List.of(2), used(take(List.of(hour))));
    }

    @Test
    void letsExactlyTheLimitThroughHoweverManyComeAtOnce() {
        List<RateWindow> windows = List.of(new RateWindow(newSubject(), "day", 86_400, 100));
        List<CompletableFuture<RateLimitState>> all = new ArrayList<>();
        IntStream.range(0, 300).forEach(i -> all.add(limiter().take(windows).subscribeAsCompletionStage()));
        List<RateLimitState> answers = all.stream().map(CompletableFuture::join).toList();
        assertEquals(100, answers.stream().filter(RateLimitState::taken).count());
        assertEquals(
                IntStream.rangeClosed(1, 100).boxed().toList(),
                answers.stream()
                        .filter(RateLimitState::taken)
                        .map(standing -> used(standing).get(0))
                        .sorted()
                        .toList());
    }

    @Test
    void beginsAnewWithTheNextWindowAndNotEarlier() {
        List<RateWindow> windows = List.of(new RateWindow(newSubject(), "short", 2, 1));
        RateLimitState first = take(windows);
        Instant end = windows.get(0).endAt(first.at());
        RateLimitState next = await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> take(windows), RateLimitState::taken);
        assertTrue(first.taken() && !next.at().isBefore(end), () -> next.at() + " is before " + end);
        assertTrue(next.at().isBefore(end.plusSeconds(1)), () -> next.at() + " is long after " + end);
    }

    private RateLimitState take(List<RateWindow> windows) {
        Uni<RateLimitState> taken = limiter().take(windows);
        return taken.await().atMost(PATIENCE);
    }

    private static List<Integer> used(RateLimitState standing) {
        return standing.counts().stream().map(WindowCount::used).toList();
    }
}
