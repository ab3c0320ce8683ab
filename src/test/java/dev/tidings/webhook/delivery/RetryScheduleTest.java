package dev.tidings.webhook.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.webhook.client.AttemptOutcome;
import dev.tidings.webhook.client.AttemptOutcome.Rejected;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryScheduleTest {
    private static final RetrySchedule STEADY = new RetrySchedule(() -> 0.5);
    private static final AttemptOutcome FAILURE = new Rejected(500, "", null);

    @Test
    void triesNineTimesMore() {
        List<String> steps = List.of("PT5S", "PT5M", "PT30M", "PT2H", "PT5H", "PT10H", "PT14H", "PT20H", "PT24H");
        for (int failed = 1; failed <= steps.size(); failed++) {
            assertEquals(Optional.of(Duration.parse(steps.get(failed - 1))), STEADY.next(failed, FAILURE));
        }
        assertEquals(Optional.empty(), STEADY.next(10, FAILURE));
    }

    @Test
    void spreadsRetriesByAFifthToBothSides() {
        assertEquals(Optional.of(Duration.ofSeconds(4)), new RetrySchedule(() -> 0).next(1, FAILURE));
        assertEquals(Optional.of(Duration.ofSeconds(6)), new RetrySchedule(() -> 1).next(1, FAILURE));
        assertEquals(
                Optional.of(Duration.ofMinutes(6)), new RetrySchedule(() -> 1).next(2, new AttemptOutcome.TimedOut()));
    }

    @ParameterizedTest
    @CsvSource({"0, 300", "299, 300", "400, 400", "600, 600", "601, 600", "999999999, 600"})
    void honoursRetryAfterBetweenOnceAndTwiceTheStep(long asked, long waited) {
        assertEquals(Optional.of(Duration.ofSeconds(waited)), STEADY.next(2, new Rejected(503, "", asked)));
    }

    @Test
    void givesUpWhatIsHopeless() {
        assertTrue(STEADY.next(1, new Rejected(410, "", null)).isEmpty());
        assertTrue(STEADY.next(1, new AttemptOutcome.NotAttempted("", true)).isEmpty());
        assertTrue(STEADY.next(1, new AttemptOutcome.NotAttempted("", false)).isPresent());
        assertTrue(STEADY.next(1, new AttemptOutcome.Forbidden("")).isPresent());
    }
}
