package dev.tidings.engine.linked.codec;

import dev.tidings.engine.linked.bytes.Bytes;
import java.util.List;

/** What a node holds. */
public sealed interface Content {
    Content NONE = new None();

    record None() implements Content {}

    /** Written as they are, never as words of the dictionary. */
    record Binary(Bytes bytes) implements Content {}

    /** What the server wrote as a word, as packed digits or as an address. */
    record Text(String text) implements Content {}

    record Children(List<Node> nodes) implements Content {
        public Children {
            nodes = List.copyOf(nodes);
        }
    }
}
