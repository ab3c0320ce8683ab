package dev.tidings.core.content;

import java.util.Locale;

/** The name of each message type in JSON, and the record for its content; all kinds of media share one record. */
public enum MessageType {
    TEXT(MessageContent.Text.class),
    IMAGE(MessageContent.Media.class),
    VIDEO(MessageContent.Media.class),
    AUDIO(MessageContent.Media.class),
    DOCUMENT(MessageContent.Media.class),
    STICKER(MessageContent.Media.class),
    LOCATION(MessageContent.Location.class),
    CONTACT(MessageContent.Contact.class),
    REACTION(MessageContent.Reaction.class),
    INTERACTIVE(Interactive.class),
    TEMPLATE(MessageContent.Template.class),
    /** The last two are inbound only. */
    INTERACTIVE_REPLY(MessageContent.InteractiveReply.class),
    UNSUPPORTED(MessageContent.Unsupported.class);

    private static final MessageContent.Visitor<MessageType> OF = new MessageContent.Visitor<>() {
        @Override
        public MessageType text(MessageContent.Text text) {
            return TEXT;
        }

        @Override
        public MessageType media(MessageContent.Media media) {
            return switch (media.mediaType()) {
                case IMAGE -> IMAGE;
                case VIDEO -> VIDEO;
                case AUDIO -> AUDIO;
                case DOCUMENT -> DOCUMENT;
                case STICKER -> STICKER;
            };
        }

        @Override
        public MessageType location(MessageContent.Location location) {
            return LOCATION;
        }

        @Override
        public MessageType contact(MessageContent.Contact contact) {
            return CONTACT;
        }

        @Override
        public MessageType reaction(MessageContent.Reaction reaction) {
            return REACTION;
        }

        @Override
        public MessageType interactive(Interactive interactive) {
            return INTERACTIVE;
        }

        @Override
        public MessageType template(MessageContent.Template template) {
            return TEMPLATE;
        }

        @Override
        public MessageType interactiveReply(MessageContent.InteractiveReply reply) {
            return INTERACTIVE_REPLY;
        }

        @Override
        public MessageType unsupported(MessageContent.Unsupported unsupported) {
            return UNSUPPORTED;
        }
    };

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
