package dev.tidings.engine.linked.fake;

import dev.tidings.engine.linked.codec.AttributeValue;
import dev.tidings.engine.linked.codec.Jid;
import dev.tidings.engine.linked.codec.Node;
import java.util.Arrays;

/** Stanzas as the server words them. */
final class Say {
    private Say() {}

    static Node result(Node iq, Node... children) {
        Node answer = answerTo(iq, "result");
        return children.length == 0 ? answer : answer.containing(children);
    }

    static Node error(Node iq, int code, String text) {
        return answerTo(iq, "error")
                .containing(Node.of("error").with("code", String.valueOf(code)).with("text", text));
    }

    static Node error(Node iq, int code, String text, int backoff) {
        return answerTo(iq, "error")
                .containing(Node.of("error")
                        .with("code", String.valueOf(code))
                        .with("text", text)
                        .with("backoff", String.valueOf(backoff)));
    }

    private static Node answerTo(Node iq, String type) {
        Node answer = Node.of("iq").with("from", Jid.SERVER).with("type", type);
        AttributeValue id = iq.attributes().get("id");
        return id == null ? answer : answer.with("id", id);
    }

    static Node set(String id, String xmlns) {
        return Node.of("iq")
                .with("from", Jid.SERVER)
                .with("type", "set")
                .with("id", id)
                .with("xmlns", xmlns);
    }

    static Node ib(Node child) {
        return Node.of("ib").with("from", Jid.SERVER).containing(child);
    }

    static Node notification(String type) {
        return Node.of("notification").with("from", Jid.SERVER).with("type", type);
    }

    static Node streamError(Node... children) {
        return children.length == 0
                ? Node.of("stream:error")
                : Node.of("stream:error").containing(children);
    }

    static Node streamError(int code, Node... children) {
        return streamError(children).with("code", String.valueOf(code));
    }

    static Node conflict(String type) {
        return Node.of("conflict").with("type", type);
    }

    /** The bytes of a number, highest first. */
    static byte[] number(long value, int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (value >>> (8 * (size - 1 - i)));
        }
        return bytes;
    }

    static int number(byte[] bytes) {
        int value = 0;
        for (byte next : bytes) {
            value = (value << 8) | (next & 0xff);
        }
        return value;
    }

    /** A child that holds bytes. */
    static Node leaf(String tag, byte[] bytes) {
        return Node.of(tag).containing(bytes);
    }

    static byte[] part(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }
}
