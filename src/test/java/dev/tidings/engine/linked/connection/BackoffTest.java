package dev.tidings.engine.linked.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    /** In the middle of what chance may add or take. */
    private final Backoff backoff = new Backoff(count -> new byte[] {(byte) 128});

    @Test
    void growsUpToAQuarterOfAnHour() {
        List<Long> pauses =
                Stream.generate(() -> backoff.next().toSeconds()).limit(18).toList();
        assertEquals(List.of(1L, 1L, 2L, 3L, 5L, 8L, 13L), pauses.subList(0, 7));
        assertEquals(900, pauses.get(17));
    }

    @Test
    void beginsAnewAfterAGoodConnection() {
        IntStream.range(0, 5).forEach(i -> assertTrue(backoff.next().toSeconds() > 0));
        backoff.connectionIsStable();
        assertEquals(Duration.ofSeconds(1), backoff.next());
    }

    @Test
    void waitsMuchLongerAfterALimitAndDoesNotForgetItAtOnce() {
        assertEquals(8, backoff.nextAfterLimit().toSeconds());
        backoff.connectionIsStable();
        assertEquals(13, backoff.next().toSeconds());
        backoff.connectionIsStable();
        assertEquals(1, backoff.next().toSeconds());
    }

    @Test
    void differsByATenth() {
        Backoff early = new Backoff(count -> new byte[] {0});
        Backoff late = new Backoff(count -> new byte[] {(byte) 255});
        assertEquals(Duration.ofMillis(900), early.next());
        assertTrue(late.next().toMillis() > 1090);
    }
}
