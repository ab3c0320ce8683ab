package dev.tidings.core.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.json.JsonObject;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ContentCodecTest {
    private final ContentCodec codec = new ContentCodec(new ObjectMapper());

    static Stream<MessageContent> contents() {
        Stream<MessageContent> media = Stream.of(MediaKind.values())
                .map(kind -> new MessageContent.Media(kind, "media_1", null, "a/b", 7L, "00ff", "a.b", "Look"));
        return Stream.concat(
                media,
                Stream.of(
                        new MessageContent.Text("hello", true),
                        new MessageContent.Location(1.5, -2.5, "here", null),
                        new MessageContent.Contact(List.of(new ContactPerson("Ada", List.of("+14155552671")))),
                        new MessageContent.Reaction("msg_1", ""),
                        new Interactive(
                                "Today?",
                                null,
                                image(),
                                null,
                                List.of(new Interactive.Button("y", "Yes")),
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                List.of(new Interactive.Card(image(), "One", null, null, null)),
                                true,
                                null),
                        new MessageContent.Template("shipped", "en", List.of(Map.of("type", "body"))),
                        new MessageContent.InteractiveReply("y", "Yes", null),
                        new MessageContent.Unsupported(Map.of("type", "order"))));
    }

    @ParameterizedTest
    @MethodSource("contents")
    void readsWhatItWrote(MessageContent content) {
        JsonObject stored = new JsonObject(codec.write(content).encode());
        assertEquals(content, codec.read(MessageType.of(content).wireName(), stored));
    }

    @Test
    void isTriedWithEveryType() {
        Set<MessageType> tried = contents().map(MessageType::of).collect(Collectors.toSet());
        assertEquals(EnumSet.allOf(MessageType.class), tried);
    }

    @Test
    void storesTheKindOfAFileByItsName() {
        MessageContent.Media image =
                new MessageContent.Media(MediaKind.IMAGE, null, "https://example.com", null, null, null, null, null);
        JsonObject stored = codec.write(image);
        assertEquals("image", stored.getString("mediaType"));
        assertFalse(stored.containsKey("mediaId"));
    }

    private static MessageContent.Media image() {
        return new MessageContent.Media(
                MediaKind.IMAGE, "media_1", null, "image/png", 3L, "ab", null, null, null, null);
    }
}
