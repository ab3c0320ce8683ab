package dev.tidings.access.auth;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Checks whether an operator's key is too weak to start with. */
final class OperatorKeyStrength {
    static final int MIN_LENGTH = 32;
    private static final int MIN_DISTINCT = 8;

    /** The start of texts that are often not replaced: placeholders of manifests, compose files and tutorials. */
    private static final List<String> WELL_KNOWN = List.of(
            "changeme",
            "change-me",
            "change_me",
            "replace",
            "example",
            "password",
            "secret",
            "your-",
            "your_",
            "todo",
            "admin",
            "default",
            "0123456789",
            "123456789",
            "abcdefgh",
            "qwerty",
            "tidings");

    private OperatorKeyStrength() {}

    /** Why the key is refused, as the end of a sentence; empty when it is good enough. */
    static Optional<String> objection(String key) {
        if (key.length() < MIN_LENGTH) {
            return Optional.of("it has only " + key.length() + " characters");
        }
        if (key.chars().distinct().count() < MIN_DISTINCT) {
            return Optional.of("it repeats a few characters");
        }
        String lower = key.toLowerCase(Locale.ROOT);
        return WELL_KNOWN.stream().anyMatch(lower::startsWith)
                ? Optional.of("it is a well-known placeholder")
                : Optional.empty();
    }
}
