package dev.tidings.engine.linked.transport;

import dev.tidings.engine.linked.codec.AttributeValue;
import dev.tidings.engine.linked.codec.Jid;
import dev.tidings.engine.linked.codec.Node;
import java.util.Optional;
import java.util.Set;

/** How stanzas are acknowledged: a missing acknowledgement makes the server end the connection again and again. */
final class Acknowledgements {
    private static final Set<String> CLASSES = Set.of("notification", "receipt", "call", "message");

    /** WhatsApp Web leaves the type out for these. */
    private static final Set<String> WITHOUT_TYPE = Set.of("encrypt", "devices");

    private Acknowledgements() {}

    /** Empty for what is not acknowledged. */
    static Optional<Node> of(Node stanza) {
        AttributeValue id = stanza.attributes().get("id");
        AttributeValue from = stanza.attributes().get("from");
        if (!CLASSES.contains(stanza.tag()) || id == null || from == null) {
            return Optional.empty();
        }
        Node ack = Node.of("ack").with("id", id).with("to", from).with("class", stanza.tag());
        ack = copied(ack, stanza, "participant");
        ack = copied(ack, stanza, "recipient");
        boolean hasType = !stanza.tag().equals("message")
                && !(stanza.tag().equals("notification")
                        && WITHOUT_TYPE.contains(stanza.attribute("type").orElse("")));
        return Optional.of(hasType ? copied(ack, stanza, "type") : ack);
    }

    private static Node copied(Node ack, Node stanza, String name) {
        AttributeValue value = stanza.attributes().get(name);
        return value == null ? ack : ack.with(name, value);
    }

    /** The answer to a ping of the server, which may come without an id; empty for anything else. */
    static Optional<Node> ofPing(Node stanza) {
        boolean isPing = stanza.tag().equals("iq")
                && stanza.attribute("type").orElse("").equals("get")
                && stanza.attribute("xmlns").orElse("").equals("urn:xmpp:ping");
        if (!isPing) {
            return Optional.empty();
        }
        Node pong = Node.of("iq").with("type", "result").with("to", Jid.SERVER);
        return Optional.of(copied(pong, stanza, "id"));
    }
}
