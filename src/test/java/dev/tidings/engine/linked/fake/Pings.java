package dev.tidings.engine.linked.fake;

import dev.tidings.engine.linked.codec.Jid;
import dev.tidings.engine.linked.codec.Node;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** The server's questions whether a client lives; who does not answer is cut. On the loop alone. */
final class Pings {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final World world;
    private final FakeConnection connection;
    private final Deque<Asked> asked = new ArrayDeque<>();

    /** @param id null if the question had none */
    private record Asked(String id, FakeClock.Timer timeout) {}

    Pings(World world, FakeConnection connection) {
        this.world = world;
        this.connection = connection;
    }

    void ask(String id) {
        Node ping = Node.of("iq").with("from", Jid.SERVER).with("type", "get").with("xmlns", "urn:xmpp:ping");
        asked.add(new Asked(id, world.clock.after(PATIENCE, this::unanswered)));
        connection.send(id == null ? ping : ping.with("id", id));
    }

    private void unanswered() {
        world.violation(Violation.Kind.ACK, connection.who(), "no answer to a ping");
        connection.cut();
    }

    void heard(Node stanza) {
        if (stanza.tag().equals("iq")
                && stanza.attribute("type").filter("result"::equals).isPresent()) {
            String id = stanza.attribute("id").orElse(null);
            asked.stream()
                    .filter(ping -> id == null ? ping.id() == null : id.equals(ping.id()))
                    .findFirst()
                    .ifPresent(ping -> {
                        ping.timeout().cancel();
                        asked.remove(ping);
                    });
        }
    }

    void close() {
        asked.forEach(ping -> ping.timeout().cancel());
        asked.clear();
    }
}
