package dev.tidings.content;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What a message says: one nested record a type. A new type is added here, in {@link Visitor} and in
 * {@link MessageType}; the compiler then lists every engine and reader that has to follow.
 */
public sealed interface MessageContent {

    <R> R accept(Visitor<R> visitor);

    /** One method a type, so that nothing that handles messages can forget one. */
    interface Visitor<R> {
        R text(Text text);
    }

    /**
     * A text.
     *
     * @param text 1 to {@value #MAX_LENGTH} code points
     * @param previewUrl whether the recipient's client shall preview the first link; null leaves it to the engine
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Text(String text, Boolean previewUrl) implements MessageContent {
        public static final int MAX_LENGTH = 4096;

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.text(this);
        }
    }
}
