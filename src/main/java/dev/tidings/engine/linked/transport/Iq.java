package dev.tidings.engine.linked.transport;

import dev.tidings.engine.linked.codec.Jid;
import dev.tidings.engine.linked.codec.Node;

/** Questions to the server, without their ids, and answers to its own. */
public final class Iq {
    private Iq() {}

    public static Node get(String namespace, Node... children) {
        return question("get", namespace, children);
    }

    public static Node set(String namespace, Node... children) {
        return question("set", namespace, children);
    }

    private static Node question(String type, String namespace, Node... children) {
        return Node.of("iq")
                .with("to", Jid.SERVER)
                .with("type", type)
                .with("xmlns", namespace)
                .containing(children);
    }

    /** @param question of the server */
    public static Node result(Node question, Node... children) {
        Node result = answer(question, "result");
        return children.length == 0 ? result : result.containing(children);
    }

    public static Node error(Node question, int code, String text) {
        return answer(question, "error")
                .containing(
                        Node.of("error").with("code", Integer.toString(code)).with("text", text));
    }

    private static Node answer(Node question, String type) {
        return Node.of("iq")
                .with("to", Jid.SERVER)
                .with("type", type)
                .with("id", question.attribute("id").orElse(""));
    }

    /** Whether it is a question of the server itself with such a child. */
    public static boolean asks(Node stanza, String child) {
        return stanza.tag().equals("iq")
                && isFromServer(stanza)
                && stanza.child(child).isPresent();
    }

    /** Whether the server itself sent it: a stranger cannot pretend to. */
    public static boolean isFromServer(Node stanza) {
        return stanza.jid("from").filter(Jid::isServer).isPresent();
    }
}
