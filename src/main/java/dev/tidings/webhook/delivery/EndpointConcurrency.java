package dev.tidings.webhook.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * How many calls at once each endpoint gets from this replica: an adaptive limit (additive increase, multiplicative decrease).
 * An endpoint begins with a few calls and gets more with each answer; one that does not answer gets fewer, and after several
 * calls in a row without an answer it pauses, with a single call at the end of each pause. So endpoints that hang or refuse
 * never hold more than a few of the replica's calls.
 */
public final class EndpointConcurrency {
    static final int USUAL = 4;
    private static final int UNANSWERED = 5;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** How long the limit of an endpoint that is not called any more is remembered. */
    private static final Duration MEMORY_OF_HEALTHY = Duration.ofSeconds(10);

    private static final Duration MEMORY_OF_UNANSWERED = Duration.ofMinutes(10);

    private final int most;
    private final Map<String, State> states = new HashMap<>();

    /** @param most the highest limit of an endpoint */
    EndpointConcurrency(int most) {
        this.most = most;
    }

    /**
     * How many more calls an endpoint may get.
     *
     * @param left 0 while it is busy or pauses
     */
    record Room(String webhookId, int left) {}

    private static final class State {
        private int limit;
        private int running;
        private int unanswered;
        private Instant pauseUntil = Instant.MIN;
        private Instant lastCall;
    }

    /** The room of an endpoint that {@link #rooms} does not name. */
    int usual() {
        return Math.min(USUAL, most);
    }

    /** The endpoints that have another room than the usual one. */
    synchronized List<Room> rooms(Instant now) {
        List<Room> rooms = new ArrayList<>(states.size());
        for (Iterator<Map.Entry<String, State>> all = states.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<String, State> entry = all.next();
            State state = entry.getValue();
            if (isForgotten(state, now)) {
                all.remove();
            } else {
                rooms.add(new Room(entry.getKey(), left(state, now)));
            }
        }
        return rooms;
    }

    synchronized void begin(String webhookId, Instant now) {
        State state = states.computeIfAbsent(webhookId, unknown -> {
            State fresh = new State();
            fresh.limit = usual();
            return fresh;
        });
        state.running++;
        state.lastCall = now;
    }

    /** @param answered whether it answered in time, whatever the answer was */
    synchronized void end(String webhookId, boolean answered, Instant now) {
        State state = states.get(webhookId);
        state.running--;
        if (answered) {
            state.unanswered = 0;
            state.limit = Math.min(most, state.limit + 1);
            return;
        }
        state.unanswered++;
        state.limit = Math.max(1, state.limit / 2);
        if (state.unanswered >= UNANSWERED) {
            state.pauseUntil = now.plus(pause(state.unanswered - UNANSWERED));
        }
    }

    private static int left(State state, Instant now) {
        if (state.unanswered < UNANSWERED) {
            return Math.max(0, state.limit - state.running);
        }
        return state.running == 0 && !now.isBefore(state.pauseUntil) ? 1 : 0;
    }

    private static boolean isForgotten(State state, Instant now) {
        Duration memory = state.unanswered == 0 ? MEMORY_OF_HEALTHY : MEMORY_OF_UNANSWERED;
        return state.running == 0 && state.lastCall.plus(memory).isBefore(now);
    }

    private static Duration pause(int further) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(further, 10));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
}
