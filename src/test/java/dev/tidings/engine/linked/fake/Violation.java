package dev.tidings.engine.linked.fake;

/**
 * Something a client did that it must not do.
 *
 * @param client whose device, or the number of the connection of one that is not linked
 * @param detail names and sizes, never what was sent
 */
public record Violation(Kind kind, String client, String detail) {
    public enum Kind {
        /** A connection went on to write after the same device had logged in anew: two owners at once. */
        OWNERSHIP,
        /** A stanza that the server does not know or whose parts are missing or wrong. */
        PROTOCOL,
        /** Something that had to be acknowledged was not, or otherwise than it has to be. */
        ACK,
        /** Keys that do not hold: signatures, sizes, a key of another device. */
        KEYS,
        /** A login or registration that no real client sends. */
        LOGIN
    }
}
