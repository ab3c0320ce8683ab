package dev.tidings.engine.linked.transport;

import dev.tidings.engine.linked.codec.Node;

/** What became of a question to the server. */
public sealed interface Answer {

    /** @param iq the whole answer */
    record Result(Node iq) implements Answer {}

    /**
     * The server refused.
     *
     * @param backoffSeconds how long to wait before the next question; 0 if it said nothing
     */
    record Refused(int code, String text, long backoffSeconds) implements Answer {
        static Refused of(Node iq) {
            Node error = iq.child("error").orElse(Node.of("error"));
            return new Refused(
                    (int) Numbers.of(error, "code"), error.attribute("text").orElse(""), Numbers.of(error, "backoff"));
        }
    }

    /** There was no answer in time, or the connection ended: it is not known what the server did. */
    record None() implements Answer {}
}
