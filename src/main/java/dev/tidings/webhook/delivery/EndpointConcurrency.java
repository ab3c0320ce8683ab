package dev.tidings.webhook.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * How much each endpoint may be given at the moment, as this replica has come to know it. An endpoint begins with a few calls at
 * once and earns more by taking them; one that does not answer gets fewer, and after some silence in a row rests, with a single
 * call to see whether it is back. So endpoints that hang or refuse never hold more than a few of the replica's calls.
 */
public final class EndpointConcurrency {
    static final int USUAL = 4;
    private static final int SILENCES = 5;
    private static final Duration FIRST_REST = Duration.ofSeconds(5);
    private static final Duration LONGEST_REST = Duration.ofMinutes(1);

    /** How long it is remembered what an endpoint earned, and what trouble it was, when it is not called any more. */
    private static final Duration MEMORY_OF_EARNINGS = Duration.ofSeconds(10);

    private static final Duration MEMORY_OF_TROUBLE = Duration.ofMinutes(10);

    private final int most;
    private final Map<String, State> states = new HashMap<>();

    /** @param most how many calls at once an endpoint can earn */
    EndpointConcurrency(int most) {
        this.most = most;
    }

    /**
     * What an endpoint has room for.
     *
     * @param left how many more calls; 0 while it is busy or rests
     */
    record Room(String webhookId, int left) {}

    private static final class State {
        private int window;
        private int running;
        private int silences;
        private Instant restUntil = Instant.MIN;
        private Instant lastCall;
    }

    /** What an endpoint gets that {@link #rooms} does not name. */
    int usual() {
        return Math.min(USUAL, most);
    }

    /** The endpoints that differ from the usual. */
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
            fresh.window = usual();
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
            state.silences = 0;
            state.window = Math.min(most, state.window + 1);
            return;
        }
        state.silences++;
        state.window = Math.max(1, state.window / 2);
        if (state.silences >= SILENCES) {
            state.restUntil = now.plus(rest(state.silences - SILENCES));
        }
    }

    private static int left(State state, Instant now) {
        if (state.silences < SILENCES) {
            return Math.max(0, state.window - state.running);
        }
        return state.running == 0 && !now.isBefore(state.restUntil) ? 1 : 0;
    }

    private static boolean isForgotten(State state, Instant now) {
        Duration memory = state.silences == 0 ? MEMORY_OF_EARNINGS : MEMORY_OF_TROUBLE;
        return state.running == 0 && state.lastCall.plus(memory).isBefore(now);
    }

    private static Duration rest(int further) {
        Duration rest = FIRST_REST.multipliedBy(1L << Math.min(further, 10));
        return rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST;
    }
}
