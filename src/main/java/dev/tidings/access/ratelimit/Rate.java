package dev.tidings.access.ratelimit;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of requests per time, as it is configured.
 *
 * @param seconds 0 for no limit
 */
@RegisterForReflection
public record Rate(int most, int seconds) {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})/(second|minute|hour|day)");
    private static final Map<String, Integer> SECONDS = Map.of("second", 1, "minute", 60, "hour", 3_600, "day", 86_400);
    private static final String OFF = "off";

    /**
     * Reads {@code 5/hour}, or {@code off}.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Rate of(String text) {
        if (text.strip().equals(OFF)) {
            return new Rate(0, 0);
        }
        Matcher rate = FORM.matcher(text.strip());
        if (!rate.matches()) {
            throw new IllegalArgumentException("must be a rate such as 5/hour, or " + OFF);
        }
        return new Rate(Integer.parseInt(rate.group(1)), SECONDS.get(rate.group(2)));
    }

    boolean isOff() {
        return seconds == 0;
    }
}
