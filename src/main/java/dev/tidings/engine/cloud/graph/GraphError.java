package dev.tidings.engine.cloud.graph;

import dev.tidings.core.content.JsonSanitizer;
import dev.tidings.core.content.MessageDetails;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What Meta says is wrong: in an answer, or later in a status of a message.
 *
 * @param subcode 0 for none
 * @param text all that it says in words
 * @param passing whether Meta says that the same call may go well later
 */
public record GraphError(int code, int subcode, String text, boolean passing) {
    /** No code at all; 0 is one. */
    private static final int NONE = -1;

    /** What an access token looks like: Meta's words may repeat one. */
    private static final Pattern TOKEN = Pattern.compile("EAA[A-Za-z0-9]{8,}");

    private static final int MAX_WORDS = 1_000;

    public GraphError(int code, int subcode, String text) {
        this(code, subcode, text, false);
    }

    /** Of an answer's body, if it holds one. */
    static Optional<GraphError> ofBody(String body) {
        try {
            return new JsonObject(body).getValue("error") instanceof JsonObject error
                    ? Optional.of(of(JsonSanitizer.clean(error)))
                    : Optional.empty();
        } catch (DecodeException noJson) {
            return Optional.empty();
        }
    }

    /** Of an entry in {@code errors} of a webhook, or of {@code error} in an answer. */
    public static GraphError of(JsonObject error) {
        Object details = error.getValue("error_data") instanceof JsonObject data ? data.getValue("details") : null;
        String text = Stream.of(
                        error.getValue("message"),
                        error.getValue("title"),
                        details,
                        error.getValue("error_user_title"),
                        error.getValue("error_user_msg"))
                .filter(Objects::nonNull)
                .map(words -> words.toString().strip())
                .filter(words -> !words.isEmpty())
                .distinct()
                .reduce((before, next) -> before + (before.endsWith(".") ? " " : ". ") + next)
                .orElse("");
        return new GraphError(
                number(error.getValue("code"), NONE),
                number(error.getValue("error_subcode"), 0),
                text,
                Boolean.TRUE.equals(error.getValue("is_transient")));
    }

    /** What a client is told of it: Meta's own code and words, without what is secret. */
    public MessageDetails.Failure failure() {
        String words = TOKEN.matcher(text).replaceAll("…");
        boolean tooLong = words.codePointCount(0, words.length()) > MAX_WORDS;
        String reason = tooLong ? words.substring(0, words.offsetByCodePoints(0, MAX_WORDS)) + "…" : words;
        return new MessageDetails.Failure(
                code == NONE ? null : Integer.toString(code), reason.isEmpty() ? null : reason);
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
