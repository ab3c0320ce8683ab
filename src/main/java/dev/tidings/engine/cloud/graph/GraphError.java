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
 * An error that Meta reports: in an answer, or later in a status of a message.
 *
 * @param subcode 0 for none
 * @param text all its words
 * @param passing whether Meta says that the same call may succeed later
 */
public record GraphError(int code, int subcode, String text, boolean passing) {
    /** No code at all; 0 is a code. */
    private static final int NONE = -1;

    /** The form of an access token: Meta's words may repeat one. */
    private static final Pattern TOKEN = Pattern.compile("EAA[A-Za-z0-9]{8,}");

    private static final int MAX_WORDS = 1_000;

    public GraphError(int code, int subcode, String text) {
        this(code, subcode, text, false);
    }

    /** From the body of an answer, if it contains an error. */
    static Optional<GraphError> ofBody(String body) {
        try {
            return new JsonObject(body).getValue("error") instanceof JsonObject error
                    ? Optional.of(of(JsonSanitizer.clean(error)))
                    : Optional.empty();
        } catch (DecodeException noJson) {
            return Optional.empty();
        }
    }

    /** From an entry in {@code errors} of a webhook, or from {@code error} in an answer. */
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

    /** What a client sees of it: Meta's own code and words, without secrets. */
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

    /** Without the words, because they may contain what a client wrote. */
    @Override
    public String toString() {
        return "error " + code + (subcode == 0 ? "" : "/" + subcode);
    }
}
