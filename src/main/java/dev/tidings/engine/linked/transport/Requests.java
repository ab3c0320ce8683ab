package dev.tidings.engine.linked.transport;

import dev.tidings.engine.linked.codec.Node;
import dev.tidings.engine.linked.crypto.Randomness;
import dev.tidings.engine.linked.transport.Timers.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The questions of one connection that wait for their answers, each of which has a deadline. */
final class Requests {
    private final Timers timers;
    private final String prefix;
    private final Map<String, Waiting> waiting = new HashMap<>();
    private int last;

    private record Waiting(Timer timer, Consumer<Answer> then) {}

    Requests(Timers timers, Randomness randomness) {
        this.timers = timers;
        byte[] random = randomness.bytes(2);
        this.prefix = (random[0] & 0xff) + "." + (random[1] & 0xff) + "-";
    }

    String nextId() {
        return prefix + ++last;
    }

    /** Takes note of a question that is about to be sent. */
    void expect(String id, Duration deadline, Consumer<Answer> then) {
        Timer timer = timers.after(deadline, () -> settle(id, new Answer.None()));
        waiting.put(id, new Waiting(timer, then));
    }

    /** Whether this stanza answered a question that waited. */
    boolean answer(Node stanza) {
        String type = stanza.attribute("type").orElse("");
        if (!stanza.tag().equals("iq") || !(type.equals("result") || type.equals("error"))) {
            return false;
        }
        settle(
                stanza.attribute("id").orElse(""),
                type.equals("result") ? new Answer.Result(stanza) : Answer.Refused.of(stanza));
        return true;
    }

    /** The connection has ended. */
    void giveUp() {
        List<String> open = new ArrayList<>(waiting.keySet());
        open.forEach(id -> settle(id, new Answer.None()));
    }

    private void settle(String id, Answer answer) {
        Waiting found = waiting.remove(id);
        if (found != null) {
            found.timer().cancel();
            found.then().accept(answer);
        }
    }
}
