package dev.tidings.engine.linked.codec;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.bytes.MalformedException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An element of a stanza. Immutable: {@code with…} and {@code containing} give another one.
 *
 * @param attributes in the order in which they are written; of two with one name the last counts
 */
public record Node(String tag, Map<String, AttributeValue> attributes, Content content) {
    public Node {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    public static Node of(String tag) {
        return new Node(tag, Map.of(), Content.NONE);
    }

    public Node with(String name, String value) {
        return with(name, new AttributeValue.Text(value));
    }

    public Node with(String name, AttributeValue value) {
        Map<String, AttributeValue> more = new LinkedHashMap<>(attributes);
        more.put(name, value);
        return new Node(tag, more, content);
    }

    public Node containing(Node... children) {
        return new Node(tag, attributes, new Content.Children(Arrays.asList(children)));
    }

    public Node containing(List<Node> children) {
        return new Node(tag, attributes, new Content.Children(children));
    }

    public Node containing(byte[] bytes) {
        return new Node(tag, attributes, new Content.Binary(Bytes.of(bytes)));
    }

    /** The attribute as text, whatever form it came in. */
    public Optional<String> attribute(String name) {
        return Optional.ofNullable(attributes.get(name)).map(AttributeValue::text);
    }

    /**
     * The attribute as an address; {@code s.whatsapp.net} without an @ is the server too.
     *
     * @throws MalformedException if it is there and is none
     */
    public Optional<Jid> jid(String name) {
        return Optional.ofNullable(attributes.get(name))
                .map(value -> value instanceof Jid jid ? jid : Jid.parse(value.text()));
    }

    /** Empty if the content is not a list of nodes. */
    public List<Node> children() {
        return content instanceof Content.Children list ? list.nodes() : List.of();
    }

    /** The first child of this name. */
    public Optional<Node> child(String name) {
        return children().stream().filter(child -> child.tag.equals(name)).findFirst();
    }

    /** The content as bytes in whatever form it came: the server may pack what looks like digits. Empty for none and for a list. */
    public Bytes bytes() {
        if (content instanceof Content.Binary binary) {
            return binary.bytes();
        }
        return content instanceof Content.Text text ? Bytes.utf8(text.text()) : Bytes.EMPTY;
    }

    /** The content as text, in whatever form it came. */
    public String text() {
        return content instanceof Content.Text text ? text.text() : bytes().utf8();
    }

    /** Names and sizes: values may be keys, codes, numbers of phones and what people wrote. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("<").append(tag);
        attributes.keySet().forEach(name -> text.append(' ').append(name));
        if (content instanceof Content.Children list) {
            text.append('>');
            list.nodes().forEach(text::append);
            return text.append("</").append(tag).append('>').toString();
        }
        return text.append("/>").append(bytes().size()).toString();
    }
}
