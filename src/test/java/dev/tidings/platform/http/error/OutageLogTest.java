package dev.tidings.platform.http.error;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidings.support.LogCapture;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutageLogTest {
    private final AtomicLong nanos = new AtomicLong();

    /** The clock may read anything: a host that started a moment ago, one that runs for years, a reading below zero. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, Long.MIN_VALUE, Long.MAX_VALUE})
    void reportsTheFirstAtOnceWhateverTheClockReads(long reading) {
        nanos.set(reading);

        assertEquals(List.of("Request r1 cannot be served now: down"), linesOf(new OutageLog(nanos::get), "r1"));
    }

    @Test
    void reportsTheNextTenSecondsLaterAndHowManyThereWere() {
        OutageLog log = new OutageLog(nanos::get);

        assertEquals(1, linesOf(log, "r1", "r2", "r3").size());
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());

        assertEquals(
                List.of("Request r4 cannot be served now (nor could 2 since the last line like this): down"),
                linesOf(log, "r4"));
    }

    private static List<String> linesOf(OutageLog log, String... requests) {
        try (LogCapture capture = LogCapture.start()) {
            for (String request : requests) {
                log.report(request, new Outage());
            }
            return capture.lines().stream()
                    .filter(line -> line.logger().equals(OutageLog.class.getName()))
                    .map(LogCapture.Line::message)
                    .toList();
        }
    }

    private static final class Outage extends RuntimeException {
        @Override
        public String toString() {
            return "down";
        }
    }
}
