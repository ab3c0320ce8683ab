package dev.tidings.core.message.api;

import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.validation.Blank;
import dev.tidings.platform.validation.Violations;
import java.util.List;
import java.util.Map;

/**
 * The limits of an interactive message that a client writes in the format of the official API: the only free-form
 * object of the API.
 */
final class RawInteractive {
    static final int MAX_SIZE = 64 * 1024;
    static final int MAX_DEPTH = 12;

    private RawInteractive() {}

    static void check(Violations checks, Map<String, Object> raw) {
        checks.that(
                        "raw.type",
                        raw,
                        () -> raw.get("type") instanceof String type && !Blank.is(type),
                        ErrorCode.INVALID_REQUEST,
                        "must be the type of the interactive message, such as cta_url")
                .that(
                        "raw",
                        raw,
                        () -> depth(raw) <= MAX_DEPTH,
                        ErrorCode.INVALID_REQUEST,
                        "at most " + MAX_DEPTH + " levels deep")
                .that(
                        "raw",
                        raw,
                        () -> size(raw) <= MAX_SIZE,
                        ErrorCode.MESSAGE_TOO_LONG,
                        "at most " + MAX_SIZE + " characters in all");
    }

    private static int depth(Object value) {
        if (value instanceof Map<?, ?> fields) {
            return 1
                    + fields.values().stream()
                            .mapToInt(RawInteractive::depth)
                            .max()
                            .orElse(0);
        }
        return value instanceof List<?> entries
                ? 1 + entries.stream().mapToInt(RawInteractive::depth).max().orElse(0)
                : 0;
    }

    /** About the number of characters of its JSON. */
    private static long size(Object value) {
        if (value instanceof Map<?, ?> fields) {
            return 2
                    + fields.entrySet().stream()
                            .mapToLong(field -> field.getKey().toString().length() + 4 + size(field.getValue()))
                            .sum();
        }
        return value instanceof List<?> entries
                ? 2 + entries.stream().mapToLong(entry -> 1 + size(entry)).sum()
                : 2 + String.valueOf(value).length();
    }
}
