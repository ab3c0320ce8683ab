package dev.tidings.core.message.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import dev.tidings.core.content.MessageType;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.DiscriminatorMapping;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.junit.jupiter.api.Test;

/** A draft is in three lists of annotations, which the compiler does not compare. */
class MessageDraftTest {
    /** They are inbound only. */
    private static final Set<MessageType> INBOUND_ONLY =
            EnumSet.of(MessageType.INTERACTIVE_REPLY, MessageType.UNSUPPORTED);

    private static final Map<String, Class<?>> READ = Stream.of(
                    MessageDraft.class.getAnnotation(JsonSubTypes.class).value())
            .collect(Collectors.toMap(
                    JsonSubTypes.Type::name, JsonSubTypes.Type::value, (one, same) -> one, TreeMap::new));

    private static final Schema SHOWN = MessageDraft.class.getAnnotation(Schema.class);

    @Test
    void thereIsADraftOfEveryTypeThatCanBeSent() {
        Set<String> sendable = EnumSet.complementOf(EnumSet.copyOf(INBOUND_ONLY)).stream()
                .map(type -> type.contentClass().getSimpleName().toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(sendable, READ.keySet());
    }

    @Test
    void everyDraftIsRead() {
        assertEquals(Set.of(MessageDraft.class.getPermittedSubclasses()), Set.copyOf(READ.values()));
    }

    @Test
    void everyDraftIsDocumentedUnderTheNameByWhichItIsRead() {
        assertEquals(Set.copyOf(READ.values()), Set.of(SHOWN.oneOf()));
        assertEquals(
                READ,
                Stream.of(SHOWN.discriminatorMapping())
                        .collect(Collectors.toMap(
                                DiscriminatorMapping::value,
                                DiscriminatorMapping::schema,
                                (one, same) -> one,
                                TreeMap::new)));
    }
}
