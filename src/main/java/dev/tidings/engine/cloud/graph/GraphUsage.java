package dev.tidings.engine.cloud.graph;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How much of Meta's limits is used, from the headers of its answers: percentages, and minutes until calls are
 * accepted again.
 */
final class GraphUsage {
    static final String APP = "X-App-Usage";
    static final String BUSINESS = "X-Business-Use-Case-Usage";

    /** The percentages in both headers. */
    static final List<String> KINDS = List.of("call_count", "total_cputime", "total_time");

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    /** The longest wait before the next attempt, whatever an answer says. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private static final String REGAIN = "estimated_time_to_regain_access";

    private GraphUsage() {}

    /** How long to wait, by {@code Retry-After} and the usage of the business; zero if neither says so. */
    static Duration regain(UnaryOperator<String> header) {
        long minutes = business(header.apply(BUSINESS))
                .mapToLong(usage -> usage.getValue(REGAIN) instanceof Number number ? number.longValue() : 0)
                .max()
                .orElse(0);
        Duration asked = retryAfter(header.apply("Retry-After"), header.apply("Date"));
        Duration regain = Duration.ofMinutes(Math.min(Math.max(0, minutes), LONGEST.toMinutes()));
        return asked.compareTo(regain) > 0 ? asked : regain;
    }

    /** The usage of the app; empty when the header is missing or not understood. */
    static JsonObject app(String header) {
        return parse(header);
    }

    /** The usage of each business account and kind of call. */
    static Stream<JsonObject> business(String header) {
        return parse(header).stream()
                .map(account -> account.getValue())
                .filter(JsonArray.class::isInstance)
                .flatMap(uses -> ((JsonArray) uses).stream())
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast);
    }

    private static JsonObject parse(String header) {
        try {
            return header == null ? new JsonObject() : new JsonObject(header);
        } catch (DecodeException odd) {
            return new JsonObject();
        }
    }

    /** Seconds, or a date, which counts from the date of the answer. */
    private static Duration retryAfter(String header, String date) {
        if (header == null) {
            return Duration.ZERO;
        }
        Duration asked = SECONDS.matcher(header.strip()).matches()
                ? Duration.ofSeconds(Long.parseLong(header.strip()))
                : between(date, header);
        return asked.isNegative() ? Duration.ZERO : asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    }

    private static Duration between(String from, String until) {
        try {
            return from == null ? Duration.ZERO : Duration.between(date(from), date(until));
        } catch (DateTimeParseException odd) {
            return Duration.ZERO;
        }
    }

    private static ZonedDateTime date(String header) {
        return ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME);
    }
}
