package dev.tidings.platform.http.api;

import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.validation.Blank;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Parses query and path parameters, which resources take as plain strings so that a bad one gets an exact answer: a value
 * that does not parse is {@code invalid_parameter_type}, one that parses but is not allowed {@code invalid_request}.
 * Absent or empty means the default.
 */
public final class Params {
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]{1,40}");
    private static final int LONGEST_INTEGER = 18;

    private Params() {}

    /** An integer within bounds. */
    public static int integer(String name, String raw, int min, int max, int absent) {
        if (isAbsent(raw)) {
            return absent;
        }
        if (!INTEGER.matcher(raw).matches()) {
            throw wrongType(name, "Must be an integer between " + min + " and " + max + ".");
        }
        // more digits than a long holds: always out of range
        long value = raw.length() > LONGEST_INTEGER ? Long.MAX_VALUE : Long.parseLong(raw);
        if (value < min || value > max) {
            throw badValue(name, "Must lie between " + min + " and " + max + ".");
        }
        return (int) value;
    }

    /** A moment in ISO-8601 with {@code Z} or an offset; null when absent. */
    public static Instant instant(String name, String raw) {
        if (isAbsent(raw)) {
            return null;
        }
        try {
            return parseInstant(raw);
        } catch (DateTimeException notATime) {
            throw wrongType(name, "Must be an ISO-8601 time with a zone, such as 2026-01-31T09:30:00Z.");
        }
    }

    /** {@code true} or {@code false}. */
    public static boolean bool(String name, String raw, boolean absent) {
        if (isAbsent(raw)) {
            return absent;
        }
        return switch (raw) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrongType(name, "Must be true or false.");
        };
    }

    /** A text; null when absent. */
    public static String text(String raw) {
        return isAbsent(raw) ? null : raw;
    }

    /** An enum by the lower-case form of its constants; null when absent. */
    public static <E extends Enum<E>> E oneOf(String name, String raw, Class<E> type) {
        return oneOf(name, raw, type, constant -> constant.name().toLowerCase(Locale.ROOT));
    }

    /** An enum by its wire name; null when absent. */
    public static <E extends Enum<E>> E oneOf(String name, String raw, Class<E> type, Function<E, String> wireName) {
        if (isAbsent(raw)) {
            return null;
        }
        return Stream.of(type.getEnumConstants())
                .filter(constant -> wireName.apply(constant).equals(raw))
                .findFirst()
                .orElseThrow(() -> badValue(name, "Must be one of " + names(type, wireName) + "."));
    }

    /** Enums by the lower-case forms of their constants, each once and in the order of their declaration; empty when absent. */
    public static <E extends Enum<E>> List<E> anyOf(String name, List<String> raw, Class<E> type) {
        return raw.stream()
                .map(value -> oneOf(name, value, type))
                .filter(Objects::nonNull)
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * A parameter that must be there.
     *
     * @throws ApiException {@code missing_required_parameter} when it is absent or blank
     */
    public static String required(String name, String raw) {
        if (raw == null || Blank.is(raw)) {
            throw ApiException.of(ErrorCode.MISSING_REQUIRED_PARAMETER, name, "This parameter is required.");
        }
        return raw;
    }

    /** @throws DateTimeException when the text is not a time with a zone, or one that the database cannot store */
    public static Instant parseInstant(String raw) {
        OffsetDateTime time = OffsetDateTime.parse(raw);
        if (time.getYear() < 1 || time.getYear() > 9999) {
            throw new DateTimeException("year out of range");
        }
        return time.toInstant();
    }

    private static <E extends Enum<E>> String names(Class<E> type, Function<E, String> wireName) {
        return Stream.of(type.getEnumConstants()).map(wireName).collect(Collectors.joining(", "));
    }

    private static boolean isAbsent(String raw) {
        return raw == null || raw.isEmpty();
    }

    private static ApiException wrongType(String name, String reason) {
        return ApiException.of(ErrorCode.INVALID_PARAMETER_TYPE, name, reason);
    }

    private static ApiException badValue(String name, String reason) {
        return ApiException.of(ErrorCode.INVALID_REQUEST, name, reason);
    }
}
