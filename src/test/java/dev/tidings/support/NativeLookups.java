package dev.tidings.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * Holds what {@link LookupAgent} saw a service look up against the configuration in the sources of a native executable
 * ({@code -Dtidings.native-sources}).
 */
public final class NativeLookups {
    private static final String SOURCES = System.getProperty("tidings.native-sources");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Libraries that see to themselves, whether they look something up or are looked up; with the reason. */
    private static final Map<String, String> EXEMPT = Map.ofEntries(
            Map.entry(
                    "dev.tidings.platform.postgres.embedded.",
                    "asks whether the built-in server is there, which an executable never has"),
            Map.entry("io.quarkus.", "Quarkus registers what its extensions and the code that it generates look up"),
            Map.entry("io.smallrye.", "has extensions of Quarkus, which register what they look up"),
            Map.entry("org.jboss.", "Quarkus REST and the log, as above"),
            Map.entry("org.eclipse.microprofile.", "interfaces whose implementation is io.smallrye"),
            Map.entry("jakarta.", "interfaces whose implementations are Quarkus' own"),
            Map.entry("org.hibernate.", "has an extension, which replaces the services that it would find"),
            Map.entry("com.arjuna.", "transactions of the extension for Hibernate, configured during the build"),
            Map.entry("io.agroal.", "the pool of the extension for JDBC"),
            Map.entry("io.vertx.", "has an extension, and a configuration in its jars"),
            Map.entry("io.netty.", "has an extension, and a configuration in its jars"),
            Map.entry("io.micrometer.", "has an extension, and a configuration in its jars"),
            Map.entry("io.prometheus.", "of the extension for Micrometer"),
            Map.entry("io.opentelemetry.", "has an extension, and a configuration in its jars"),
            Map.entry(
                    "com.github.benmanes.caffeine.",
                    "a feature of its extension registers the kinds of caches in use"));

    /** Of these, the ones that may ask for classes of ours that are not registered; with the reason. */
    private static final Map<String, String> EXEMPT_FOR_OURS = Map.of(
            "dev.tidings.platform.postgres.embedded.",
            "as above",
            "io.quarkus.",
            "code that it generates names classes as constants, which the build sees",
            "io.netty.",
            "asks handlers which of their methods do nothing; without an answer it calls them all");

    /** Libraries whose own classes are registered by an extension, but which look up ours. */
    private static final Map<String, String> KNOWN = Map.of(
            "com.fasterxml.jackson.", "asks its own classes for annotations; without any it finds none, which is right",
            "org.flywaydb.", "has an extension that registers its plugins; migrations are resources of ours",
            "org.postgresql.", "has an extension that registers the driver");

    /** What ArC generates beside a class of ours asks for classes by names that are constants, which the build sees. */
    private static final Pattern GENERATED =
            Pattern.compile(".*_(Bean|ClientProxy|Subclass|Observer_\\w+|ScheduledInvoker_\\w+)");

    private final Set<String> reflection = new HashSet<>();
    private final List<Pattern> resources = new ArrayList<>();

    private NativeLookups() {}

    /** One line of the record. */
    private record Lookup(String kind, String what, String caller, boolean early) {
        static Lookup of(String line) {
            String[] parts = line.split("\t");
            return new Lookup(parts[0], parts[1], parts[2].replaceFirst("#.*", ""), parts[3].equals("build"));
        }
    }

    /** Whether there are sources to hold the look-ups against. */
    public static boolean canBeChecked() {
        return SOURCES != null && ServiceFiles.isJar();
    }

    /** Every look-up that a native executable would answer differently, with the remedy. */
    public static List<String> missing(Path record) {
        NativeLookups known = new NativeLookups();
        try (Stream<Path> files = Files.walk(Path.of(SOURCES), 2);
                Stream<String> lines = Files.lines(record)) {
            List<Path> jars =
                    files.filter(file -> file.toString().endsWith(".jar")).toList();
            if (jars.isEmpty()) {
                throw new IllegalStateException("no sources of a native executable are in " + SOURCES);
            }
            jars.forEach(known::read);
            return lines.map(Lookup::of)
                    .filter(lookup -> !lookup.early() && !isExempt(lookup))
                    .flatMap(lookup -> known.remedy(lookup).stream())
                    .distinct()
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An extension knows the classes of its library; it knows ours, such as a converter of a setting, only if it found them. */
    private static boolean isExempt(Lookup lookup) {
        boolean ofOurs = !lookup.kind().equals("resource") && lookup.what().startsWith("dev.tidings.");
        return begins(ofOurs ? EXEMPT_FOR_OURS : EXEMPT, lookup.caller())
                || GENERATED.matcher(lookup.caller()).matches()
                || lookup.caller().equals("-");
    }

    private Optional<String> remedy(Lookup lookup) {
        if (lookup.kind().equals("resource")) {
            return lookup.what().endsWith(".class") || contains(lookup.what())
                    ? Optional.empty()
                    : Optional.of(lookup.caller() + " opens " + lookup.what()
                            + ": add it to quarkus.native.resources.includes");
        }
        return isOfAnotherLibrary(lookup.what()) || reflection.contains(lookup.what())
                ? Optional.empty()
                : Optional.of(
                        lookup.caller() + " reads " + lookup.what() + " by reflection: add @RegisterForReflection");
    }

    private boolean contains(String resource) {
        return resources.stream().anyMatch(pattern -> pattern.matcher(resource).matches());
    }

    /** Classes of the JDK are registered by GraalVM or by whoever needs them; lambdas have no name to look up. */
    private static boolean isOfAnotherLibrary(String type) {
        return type.matches(
                        "(java|javax|jdk|sun|com\\.sun|net\\.bytebuddy|dev\\.tidings\\.support)\\..*|\\[.*|[^.]*|.*(/|\\$\\$Lambda).*")
                || begins(EXEMPT, type)
                || begins(KNOWN, type);
    }

    private static boolean begins(Map<String, String> prefixes, String name) {
        return prefixes.keySet().stream().anyMatch(name::startsWith);
    }

    private void read(Path file) {
        try (JarFile jar = new JarFile(file.toFile())) {
            for (ZipEntry entry : (Iterable<ZipEntry>) jar.stream().map(ZipEntry.class::cast)::iterator) {
                if (entry.getName().matches("META-INF/native-image/.*\\.json")) {
                    read(MAPPER.readTree(jar.getInputStream(entry)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of a resource-config.json, a reflect-config.json, or a reachability-metadata.json, which is both in one. */
    private void read(JsonNode configuration) {
        configuration
                .path("resources")
                .path("includes")
                .forEach(include ->
                        resources.add(Pattern.compile(include.path("pattern").asText())));
        configuration.path("resources").forEach(include -> {
            if (include.has("glob")) {
                resources.add(
                        Pattern.compile("\\Q" + include.path("glob").asText().replace("*", "\\E.*\\Q") + "\\E"));
            }
        });
        for (JsonNode types : List.of(configuration, configuration.path("reflection"))) {
            if (types.isArray()) {
                types.forEach(type -> reflection.add(
                        type.path(type.has("name") ? "name" : "type").asText()));
            }
        }
    }
}
