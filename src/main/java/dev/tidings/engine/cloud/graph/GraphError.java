package dev.tidings.engine.cloud.graph;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What Meta says is wrong: in an answer, or later in a status of a message.
 *
 * @param subcode 0 for none
 * @param text all that it says in words
 */
public record GraphError(int code, int subcode, String text) {
    /** No code at all; 0 is one. */
    private static final int NONE = -1;

    /** Of an answer's body, if it holds one. */
    static Optional<GraphError> ofBody(String body) {
        try {
            return new JsonObject(body).getValue("error") instanceof JsonObject error
                    ? Optional.of(of(error))
                    : Optional.empty();
        } catch (DecodeException noJson) {
            return Optional.empty();
        }
    }

    /** Of an entry in {@code errors} of a webhook, or of {@code error} in an answer. */
    public static GraphError of(JsonObject error) {
        Object details = error.getValue("error_data") instanceof JsonObject data ? data.getValue("details") : null;
        String text = Stream.of(error.getValue("message"), error.getValue("title"), details)
                .filter(Objects::nonNull)
                .map(Object::toString)
                .distinct()
                .collect(Collectors.joining(". "));
        return new GraphError(number(error.getValue("code"), NONE), number(error.getValue("error_subcode"), 0), text);
    }

    private static int number(Object value, int absent) {
        if (value == null) {
            return absent;
        }
        try {
            return value instanceof Number number ? number.intValue() : Integer.parseInt(value.toString());
        } catch (NumberFormatException odd) {
            return NONE;
        }
    }

    /** Without the words: they may hold what a client wrote. */
    @Override
    public String toString() {
        return "error " + code + (subcode == 0 ? "" : "/" + subcode);
    }
}
