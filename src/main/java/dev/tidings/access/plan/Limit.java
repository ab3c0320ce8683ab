package dev.tidings.access.plan;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A limit as it is configured.
 *
 * @param most null for none
 */
@RegisterForReflection
public record Limit(Integer most) {
    private static final String UNLIMITED = "unlimited";

    /**
     * Reads a number of 0 or more, or {@code unlimited}.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Limit of(String text) {
        if (text.strip().equals(UNLIMITED)) {
            return new Limit(null);
        }
        if (!text.strip().matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException("must be a whole number from 0 up, or " + UNLIMITED);
        }
        return new Limit(Integer.valueOf(text.strip()));
    }
}
