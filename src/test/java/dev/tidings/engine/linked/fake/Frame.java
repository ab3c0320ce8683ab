package dev.tidings.engine.linked.fake;

import dev.tidings.engine.linked.codec.Node;
import java.time.Instant;

/**
 * A stanza that went over a connection.
 *
 * @param at by the server's clock
 */
public record Frame(Instant at, Direction direction, Node node) {
    public enum Direction {
        TO_CLIENT,
        FROM_CLIENT
    }
}
