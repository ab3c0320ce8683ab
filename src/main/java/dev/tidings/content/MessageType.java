package dev.tidings.content;

import java.util.Locale;

/** The wire name of each type of message and the record that holds its content. */
public enum MessageType {
    TEXT(MessageContent.Text.class);

    private static final MessageContent.Visitor<MessageType> OF = text -> TEXT;

    private final Class<? extends MessageContent> contentClass;

    MessageType(Class<? extends MessageContent> contentClass) {
        this.contentClass = contentClass;
    }

    public static MessageType of(MessageContent content) {
        return content.accept(OF);
    }

    public static MessageType ofWireName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Class<? extends MessageContent> contentClass() {
        return contentClass;
    }
}
