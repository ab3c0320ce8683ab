package dev.tidings.webhook.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidings.webhook.delivery.EndpointConcurrency.Room;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndpointConcurrencyTest {
    private static final String ID = "webhook_1";

    private final EndpointConcurrency endpoints = new EndpointConcurrency(16);
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void knowsNothingOfAnEndpointThatIsNotCalled() {
        assertEquals(List.of(), endpoints.rooms(now));
        assertEquals(4, endpoints.usual());
        assertEquals(2, new EndpointConcurrency(2).usual());
    }

    @Test
    void givesMoreToAnEndpointThatAnswersUpToItsMost() {
        call(true);
        assertEquals(5, left());
        for (int i = 0; i < 30; i++) {
            call(true);
        }
        assertEquals(16, left());
    }

    @Test
    void countsWhatRuns() {
        endpoints.begin(ID, now);
        endpoints.begin(ID, now);
        assertEquals(2, left());
        endpoints.end(ID, true, now);
        assertEquals(4, left());
    }

    @Test
    void givesLessToAnEndpointThatKeepsSilent() {
        call(false);
        assertEquals(2, left());
        call(false);
        assertEquals(1, left());
        call(false);
        assertEquals(1, left());
        call(true);
        assertEquals(2, left());
    }

    @Test
    void letsASilentEndpointRestAndThenAsksItWithOneCall() {
        for (int i = 0; i < 5; i++) {
            call(false);
        }
        assertEquals(0, left());
        pass(Duration.ofSeconds(5));
        assertEquals(1, left());
        endpoints.begin(ID, now);
        assertEquals(0, left());
        endpoints.end(ID, false, now);
        pass(Duration.ofSeconds(9));
        assertEquals(0, left());
        pass(Duration.ofSeconds(1));
        call(true);
        assertEquals(2, left());
    }

    @Test
    void neverRestsForMoreThanAMinute() {
        for (int i = 0; i < 100; i++) {
            call(false);
        }
        pass(Duration.ofMinutes(1));
        assertEquals(1, left());
    }

    @Test
    void forgets() {
        call(true);
        pass(Duration.ofSeconds(11));
        assertEquals(List.of(), endpoints.rooms(now));
        call(false);
        pass(Duration.ofSeconds(11));
        assertEquals(2, left());
        pass(Duration.ofMinutes(10));
        assertEquals(List.of(), endpoints.rooms(now));
    }

    @Test
    void doesNotForgetWhatRuns() {
        endpoints.begin(ID, now);
        pass(Duration.ofDays(1));
        assertEquals(3, left());
    }

    private void call(boolean answered) {
        endpoints.begin(ID, now);
        endpoints.end(ID, answered, now);
    }

    private int left() {
        List<Room> rooms = endpoints.rooms(now);
        assertEquals(1, rooms.size());
        return rooms.get(0).left();
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }
}
