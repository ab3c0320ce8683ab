package dev.tidings.platform.config;

import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import org.eclipse.microprofile.config.spi.Converter;

/** A duration that may be zero but not negative: {@code 250ms}, {@code 5s}, {@code 2m}, {@code 1h}, {@code 30d}. */
public final class Span implements Converter<Duration> {
    private static final Duration LEAST = Duration.ofMillis(1);

    /** More is a typing error, and beyond what dates can hold. */
    private static final Duration CENTURY = Duration.ofDays(36_500);

    @Override
    public Duration convert(String text) {
        return read(text, Duration.ZERO, CENTURY, "from 0s to 36500d");
    }

    private static Duration read(String text, Duration least, Duration most, String range) {
        Duration span = parse(text.strip());
        if (span == null || span.compareTo(least) < 0 || span.compareTo(most) > 0) {
            throw new IllegalArgumentException("must be a duration " + range + ", such as 250ms, 5s, 2m, 1h or 30d");
        }
        return span;
    }

    /** Null when it is none. */
    private static Duration parse(String text) {
        try {
            return DurationConverter.parseDuration(text);
        } catch (IllegalArgumentException | DateTimeParseException | ArithmeticException malformed) {
            return null;
        }
    }

    /** A duration that something takes or lasts: zero would be no time at all. */
    public static final class Positive implements Converter<Duration> {
        @Override
        public Duration convert(String text) {
            return read(text, LEAST, CENTURY, "from 1ms to 36500d");
        }
    }

    /** The patience of a connection, which its library counts in milliseconds and in an int. */
    public static final class Patience implements Converter<Duration> {
        @Override
        public Duration convert(String text) {
            return read(text, LEAST, Duration.ofDays(1), "from 1ms to 1d");
        }
    }
}
