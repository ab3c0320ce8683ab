package dev.tidings.engine.linked.codec;

/**
 * What an attribute holds. Text stays text on the wire whatever it looks like, so that a name which somebody chose never becomes
 * an address.
 */
public sealed interface AttributeValue permits AttributeValue.Text, Jid {
    /** As text; an address in its usual spelling. */
    String text();

    record Text(String text) implements AttributeValue {}
}
