package dev.tidings.engine.cloud.graph;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * How much of what Meta allows is used up, as its answers say in their headers: percentages, and minutes until calls are taken
 * again.
 */
final class GraphUsage {
    static final String APP = "X-App-Usage";
    static final String BUSINESS = "X-Business-Use-Case-Usage";

    /** The percentages that either header holds. */
    static final List<String> KINDS = List.of("call_count", "total_cputime", "total_time");

    private static final String REGAIN = "estimated_time_to_regain_access";

    private GraphUsage() {}

    /** How long to wait, by {@code Retry-After} in seconds and the usage of the business; zero if neither tells. */
    static Duration regain(UnaryOperator<String> header) {
        long minutes = business(header.apply(BUSINESS))
                .mapToLong(usage -> usage.getValue(REGAIN) instanceof Number number ? number.longValue() : 0)
                .max()
                .orElse(0);
        Duration asked = Duration.ofSeconds(seconds(header.apply("Retry-After")));
        Duration regain = Duration.ofMinutes(Math.max(0, minutes));
        return asked.compareTo(regain) > 0 ? asked : regain;
    }

    /** The usage of the app; empty when the header is not there or not understood. */
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

    private static long seconds(String header) {
        try {
            return header == null ? 0 : Math.max(0, Long.parseLong(header.strip()));
        } catch (NumberFormatException date) {
            return 0;
        }
    }
}
