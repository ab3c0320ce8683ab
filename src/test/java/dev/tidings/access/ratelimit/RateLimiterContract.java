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

/** What every {@link RateLimiter} owes. */
abstract class RateLimiterContract {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** The one under test. */
    abstract RateLimiter limiter();

    /** A subject that nobody has counted for. */
    abstract String newSubject();

    @Test
    void countsUpToTheLimitAndNoFurther() {
        List<Window> day = List.of(new Window(newSubject(), "day", 86_400, 2));
        assertEquals(List.of(1), used(take(day)));
        assertEquals(List.of(2), used(take(day)));
        Standing refused = take(day);
        assertFalse(refused.taken());
        assertEquals(List.of(2), used(refused));
    }

    @Test
    void countsARefusedRequestInNoWindow() {
        String subject = newSubject();
        Window hour = new Window(subject, "hour", 3_600, 10);
        Window day = new Window(subject, "day", 86_400, 1);
        assertEquals(List.of(1, 1), used(take(List.of(hour, day))));
        assertEquals(List.of(1, 1), used(take(List.of(hour, day))));
        assertEquals(List.of(2), used(take(List.of(hour))));
    }

    @Test
    void letsExactlyTheLimitThroughHoweverManyComeAtOnce() {
        List<Window> windows = List.of(new Window(newSubject(), "day", 86_400, 100));
        List<CompletableFuture<Standing>> all = new ArrayList<>();
        IntStream.range(0, 300).forEach(i -> all.add(limiter().take(windows).subscribeAsCompletionStage()));
        List<Standing> answers = all.stream().map(CompletableFuture::join).toList();
        assertEquals(100, answers.stream().filter(Standing::taken).count());
        assertEquals(
                IntStream.rangeClosed(1, 100).boxed().toList(),
                answers.stream()
                        .filter(Standing::taken)
                        .map(standing -> used(standing).get(0))
                        .sorted()
                        .toList());
    }

    @Test
    void beginsAnewWithTheNextWindowAndNotEarlier() {
        List<Window> windows = List.of(new Window(newSubject(), "short", 2, 1));
        Standing first = take(windows);
        Instant end = windows.get(0).endAt(first.at());
        Standing next = await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> take(windows), Standing::taken);
        assertTrue(first.taken() && !next.at().isBefore(end), () -> next.at() + " is before " + end);
        assertTrue(next.at().isBefore(end.plusSeconds(1)), () -> next.at() + " is long after " + end);
    }

    private Standing take(List<Window> windows) {
        Uni<Standing> taken = limiter().take(windows);
        return taken.await().atMost(PATIENCE);
    }

    private static List<Integer> used(Standing standing) {
        return standing.counts().stream().map(Count::used).toList();
    }
}
