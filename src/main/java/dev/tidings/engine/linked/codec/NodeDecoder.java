package dev.tidings.engine.linked.codec;

import dev.tidings.engine.linked.bytes.MalformedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one stanza. What it makes is bounded: a node takes at least three bytes on the wire and a hundred times that in memory,
 * so nodes and attributes are counted, and a node in a node takes stack, so their depth is.
 */
final class NodeDecoder {
    static final int MAX_DEPTH = 64;
    static final int MAX_PARTS = 500_000;

    private final Input in;
    private int parts;

    NodeDecoder(byte[] encoded) {
        this.in = new Input(encoded);
    }

    Node decode() {
        Node node = node(listSize(in.read8()), 0);
        if (in.left() > 0) {
            throw new MalformedException("bytes follow the stanza");
        }
        return node;
    }

    private Node node(int size, int depth) {
        if (depth == MAX_DEPTH) {
            throw new MalformedException("nodes lie too deep in each other");
        }
        if (size == 0) {
            throw new MalformedException("a node has a name");
        }
        count();
        String tag = value(in.read8()).text();
        Map<String, AttributeValue> attributes = new LinkedHashMap<>();
        for (int i = 0; i < (size - 1) / 2; i++) {
            count();
            String name = value(in.read8()).text();
            attributes.put(name, value(in.read8()));
        }
        return new Node(tag, attributes, size % 2 == 0 ? content(depth) : Content.NONE);
    }

    private Content content(int depth) {
        int mark = in.read8();
        return switch (mark) {
            case Marks.EMPTY, Marks.LIST_8, Marks.LIST_16 -> new Content.Children(children(listSize(mark), depth));
            case Marks.BINARY_8 -> new Content.Binary(in.read(in.read8()));
            case Marks.BINARY_20 -> new Content.Binary(in.read(in.read20()));
            case Marks.BINARY_32 -> new Content.Binary(in.read(in.read32()));
            default -> new Content.Text(value(mark).text());
        };
    }

    private List<Node> children(int size, int depth) {
        List<Node> children = new ArrayList<>(Math.min(size, in.left()));
        for (int i = 0; i < size; i++) {
            children.add(node(listSize(in.read8()), depth + 1));
        }
        return children;
    }

    private int listSize(int mark) {
        return switch (mark) {
            case Marks.EMPTY -> 0;
            case Marks.LIST_8 -> in.read8();
            case Marks.LIST_16 -> in.read16();
            default -> throw new MalformedException("a list was due");
        };
    }

    private AttributeValue value(int mark) {
        return switch (mark) {
            case Marks.JID_PAIR -> Jid.parse(nextText() + '@' + nextText());
            case Marks.DEVICE_JID -> deviceJid();
            case Marks.MESSENGER_JID -> new Jid(nextText(), 0, in.read16(), 0, server(Jid.MESSENGER));
            case Marks.INTEROP_JID -> interopJid();
            default -> new AttributeValue.Text(text(mark));
        };
    }

    private String nextText() {
        return text(in.read8());
    }

    private String text(int mark) {
        if (Dictionary.isSingle(mark)) {
            return Dictionary.single(mark);
        }
        if (Dictionary.isPage(mark)) {
            return Dictionary.paged(mark, in.read8());
        }
        return switch (mark) {
            case Marks.EMPTY -> "";
            case Marks.BINARY_8 -> in.readUtf8(in.read8());
            case Marks.BINARY_20 -> in.readUtf8(in.read20());
            case Marks.BINARY_32 -> in.readUtf8(in.read32());
            case Marks.HEX_8, Marks.NIBBLE_8 -> Packing.unpack(mark, in);
            default -> throw new MalformedException("text was due");
        };
    }

    private Jid deviceJid() {
        int domain = in.read8();
        int device = in.read8();
        String user = nextText();
        return switch (domain) {
            case Marks.DOMAIN_LID -> Jid.of(user, device, Jid.LID);
            case Marks.DOMAIN_HOSTED -> Jid.of(user, device, Jid.HOSTED);
            case Marks.DOMAIN_HOSTED_LID -> Jid.of(user, device, Jid.HOSTED_LID);
            default -> new Jid(user, domain, device, 0, Jid.PHONE);
        };
    }

    private Jid interopJid() {
        String user = nextText();
        int device = in.read16();
        int integrator = in.read16();
        return new Jid(user, 0, device, integrator, server(Jid.INTEROP));
    }

    private String server(String expected) {
        if (!nextText().equals(expected)) {
            throw new MalformedException("this form of address belongs to another server");
        }
        return expected;
    }

    private void count() {
        if (++parts > MAX_PARTS) {
            throw new MalformedException("a stanza has too many nodes and attributes");
        }
    }
}
