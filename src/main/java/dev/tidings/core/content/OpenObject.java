package dev.tidings.core.content;

import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.validation.Violations;
import java.util.List;
import java.util.Map;

/**
 * The limits of the few objects of the API whose fields are not ours: those of a whole interactive message in the
 * format of the official API, and the data of a form.
 */
public final class OpenObject {
    private static final int MAX_SIZE = 64 * 1024;
    private static final int MAX_DEPTH = 12;

    private OpenObject() {}

    public static void check(Violations checks, String field, Map<String, Object> value) {
        checks.that(
                        field,
                        value,
                        () -> depth(value) <= MAX_DEPTH,
                        ErrorCode.INVALID_REQUEST,
                        "at most " + MAX_DEPTH + " levels deep")
                .that(
                        field,
                        value,
                        () -> size(value) <= MAX_SIZE,
                        ErrorCode.MESSAGE_TOO_LONG,
                        "at most " + MAX_SIZE + " characters in all");
    }

    private static int depth(Object value) {
        if (value instanceof Map<?, ?> fields) {
            return 1
                    + fields.values().stream().mapToInt(OpenObject::depth).max().orElse(0);
        }
        return value instanceof List<?> entries
                ? 1 + entries.stream().mapToInt(OpenObject::depth).max().orElse(0)
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
