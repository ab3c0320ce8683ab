package dev.tidings.engine.linked.fake;

import dev.tidings.engine.linked.codec.Node;
import java.util.function.Consumer;

/** The order in which stanzas leave: one may be sent twice, or change places with the one after it. On the loop alone. */
final class Outbox {
    private final Consumer<Node> wire;
    private boolean twice;
    private boolean later;
    private Node held;

    Outbox(Consumer<Node> wire) {
        this.wire = wire;
    }

    void duplicateNext() {
        twice = true;
    }

    void swapNext() {
        later = true;
    }

    void send(Node node) {
        if (later) {
            later = false;
            held = node;
            return;
        }
        wire.accept(node);
        if (twice) {
            twice = false;
            wire.accept(node);
        }
        if (held != null) {
            Node after = held;
            held = null;
            wire.accept(after);
        }
    }
}
