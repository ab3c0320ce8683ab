package dev.tidings.platform.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names of all settings, as the build lists them from the mappings: dotted ones, with {@code *} for a part that users
 * name, and environment variables that stand for no mapping, such as {@code TIDINGS_ADMIN_KEY}.
 */
final class KnownSettings {
    static final String RESOURCE = "META-INF/tidings-settings.txt";

    private static final String PREFIX = "tidings.";
    private static final String ENVIRONMENT_PREFIX = "TIDINGS_";

    /** What Kubernetes adds to the environment of every container for a service that is called tidings too. */
    private static final Predicate<String> OF_KUBERNETES = Pattern.compile(
                    "\\w+_(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT(_\\d+_(TCP|UDP|SCTP)(_\\w+)?)?)")
            .asMatchPredicate();

    private static final Pattern INDEX = Pattern.compile("\\[\\d+]");

    private final List<String> names;
    private final List<Predicate<String>> settings;
    private final List<Predicate<String>> variables;

    KnownSettings(List<String> names) {
        this.names = List.copyOf(names);
        this.settings =
                dotted().map(name -> matcher(name, "(\"[^\"]+\"|[^.]+)")).toList();
        this.variables = variables().map(name -> matcher(name, "\\w+")).toList();
    }

    static KnownSettings load() {
        try (InputStream in = KnownSettings.class.getClassLoader().getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("This package has no " + RESOURCE);
            }
            return new KnownSettings(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether to check where a name comes from: most names belong to Quarkus and the JVM. */
    static boolean mayBeOurs(String name) {
        return name.regionMatches(true, 0, PREFIX, 0, PREFIX.length() - 1);
    }

    /** Whether the name begins like one of ours and is not known. */
    boolean isUnknown(String name) {
        if (name.startsWith(PREFIX)) {
            String plain = INDEX.matcher(name).replaceAll("");
            return settings.stream().noneMatch(known -> known.test(plain));
        }
        return name.startsWith(ENVIRONMENT_PREFIX)
                && !OF_KUBERNETES.test(name)
                && variables.stream().noneMatch(known -> known.test(name));
    }

    /** The known name that is most similar, in the same notation; empty when none is similar enough. */
    Optional<String> nearest(String name) {
        Stream<String> candidates = name.startsWith(PREFIX) ? dotted() : variables();
        return candidates
                .min(Comparator.comparingInt(known -> distance(known, name)))
                .filter(known -> distance(known, name) <= Math.max(3, name.length() / 3));
    }

    private Stream<String> dotted() {
        return names.stream().filter(name -> name.startsWith(PREFIX));
    }

    /** The variables of settings, and those that stand for none. */
    private Stream<String> variables() {
        return Stream.concat(
                dotted().map(KnownSettings::variable),
                names.stream().filter(name -> name.startsWith(ENVIRONMENT_PREFIX)));
    }

    /** The environment variable that stands for a setting. */
    static String variable(String name) {
        return name.replaceAll("[^A-Za-z0-9*]", "_").toUpperCase(Locale.ROOT);
    }

    private static Predicate<String> matcher(String name, String anything) {
        String pattern = Stream.of(name.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(anything));
        return Pattern.compile(pattern).asMatchPredicate();
    }

    /** How many characters must be added, removed or changed (Levenshtein). */
    private static int distance(String one, String other) {
        int[] previous = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[other.length() + 1];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int change = previous[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(previous[j], row[j - 1]) + 1);
            }
            previous = row;
        }
        return previous[other.length()];
    }
}
