package dev.tidings.engine.linked.codec;

import dev.tidings.engine.linked.bytes.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes one stanza, each text in the shortest form that the dictionary and packing allow. */
final class NodeEncoder {
    private static final int MAX_LIST = 0xffff;

    private final Output out;

    NodeEncoder(Output out) {
        this.out = out;
    }

    /** @throws IllegalArgumentException if a list is longer than 65,535, which no stanza of ours is */
    void node(Node node) {
        boolean empty = node.content() instanceof Content.None;
        list(1 + 2 * node.attributes().size() + (empty ? 0 : 1));
        text(node.tag());
        node.attributes().forEach((name, value) -> {
            text(name);
            value(value);
        });
        content(node.content());
    }

    private void content(Content content) {
        if (content instanceof Content.Binary binary) {
            binary(binary.bytes().toArray());
        } else if (content instanceof Content.Text text) {
            binary(Bytes.utf8(text.text()).toArray());
        } else if (content instanceof Content.Children children) {
            children(children.nodes());
        }
    }

    private void children(List<Node> nodes) {
        list(nodes.size());
        nodes.forEach(this::node);
    }

    private void list(int size) {
        if (size > MAX_LIST) {
            throw new IllegalArgumentException("a list of " + size + " does not fit into a stanza");
        }
        if (size == 0) {
            out.write8(Marks.EMPTY);
        } else if (size < 256) {
            out.write8(Marks.LIST_8);
            out.write8(size);
        } else {
            out.write8(Marks.LIST_16);
            out.write16(size);
        }
    }

    private void value(AttributeValue value) {
        if (value instanceof Jid jid) {
            jid(jid);
        } else {
            text(value.text());
        }
    }

    private void jid(Jid jid) {
        switch (jid.server()) {
            case Jid.MESSENGER -> {
                out.write8(Marks.MESSENGER_JID);
                text(jid.user());
                out.write16(jid.device());
                text(jid.server());
            }
            case Jid.INTEROP -> {
                out.write8(Marks.INTEROP_JID);
                text(jid.user());
                out.write16(jid.device());
                out.write16(jid.integrator());
                text(jid.server());
            }
            case Jid.HOSTED -> device(Marks.DOMAIN_HOSTED, jid);
            case Jid.HOSTED_LID -> device(Marks.DOMAIN_HOSTED_LID, jid);
            default -> common(jid);
        }
    }

    private void common(Jid jid) {
        if (jid.device() > 0 || jid.agent() > 0) {
            device(jid.server().equals(Jid.LID) ? Marks.DOMAIN_LID : jid.agent(), jid);
            return;
        }
        out.write8(Marks.JID_PAIR);
        if (jid.user().isEmpty()) {
            out.write8(Marks.EMPTY);
        } else {
            text(jid.user());
        }
        text(jid.server());
    }

    private void device(int domain, Jid jid) {
        out.write8(Marks.DEVICE_JID);
        out.write8(domain);
        out.write8(jid.device());
        text(jid.user());
    }

    private void text(String text) {
        int code = Dictionary.code(text);
        if (code >= 256) {
            out.write16(code);
        } else if (code >= 0) {
            out.write8(code);
        } else if (Packing.isNibbles(text)) {
            Packing.pack(Marks.NIBBLE_8, text, out);
        } else if (Packing.isHex(text)) {
            Packing.pack(Marks.HEX_8, text, out);
        } else {
            binary(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void binary(byte[] bytes) {
        if (bytes.length < 1 << 8) {
            out.write8(Marks.BINARY_8);
            out.write8(bytes.length);
        } else if (bytes.length < 1 << 20) {
            out.write8(Marks.BINARY_20);
            out.write24(bytes.length);
        } else {
            out.write8(Marks.BINARY_32);
            out.write32(bytes.length);
        }
        out.write(bytes);
    }
}
