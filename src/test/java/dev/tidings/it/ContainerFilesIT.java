package dev.tidings.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidings.platform.process.ServiceEnvironment;
import dev.tidings.support.Manifests;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads the files that images are built from, where no Docker runs, and looks for what they copy in the build at hand. */
class ContainerFilesIT {
    private static final Path DOCKER = Path.of("src", "main", "docker");
    private static final Pattern PINNED = Pattern.compile("[a-z0-9./-]+:(?!latest)[A-Za-z0-9._-]+");

    /** One instruction, its continued lines put together. */
    private record Instruction(String name, String arguments) {}

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.jvm", "Dockerfile.native"})
    void everyCopiedFileIsThereAndNotHiddenFromDocker(String file) throws IOException {
        List<String> sources = read(file).stream()
                .filter(instruction -> instruction.name().equals("COPY"))
                .filter(instruction -> !instruction.arguments().contains("--from="))
                .flatMap(instruction -> sources(instruction).stream())
                .toList();
        assertFalse(sources.isEmpty());
        for (String source : sources) {
            List<Path> found = find(source);
            assertFalse(found.isEmpty(), () -> "nothing is at " + source);
            for (Path path : found) {
                assertTrue(isSentToDocker(path), () -> path + " is hidden by .dockerignore");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.jvm", "Dockerfile.native"})
    void imagesArePinnedLabelledAndRunAsNobody(String file) throws IOException {
        List<Instruction> instructions = read(file);
        Set<String> names = new TreeSet<>();
        instructions.forEach(instruction -> names.add(instruction.name()));
        assertFalse(names.contains("ADD"), "ADD unpacks and downloads; COPY does neither");
        instructions.stream()
                .filter(instruction -> instruction.name().equals("FROM"))
                .map(instruction -> instruction.arguments().split(" ")[0])
                .forEach(base -> assertTrue(PINNED.matcher(base).matches(), base));
        assertEquals("1001", last(instructions, "USER"));
        assertTrue(last(instructions, "ENTRYPOINT").startsWith("["), "a shell would keep SIGTERM to itself");
        String labels = last(instructions, "LABEL");
        for (String label : List.of("title", "description", "licenses", "version", "revision", "base.name")) {
            assertTrue(labels.contains("org.opencontainers.image." + label + "="), label);
        }
        assertEquals("VERSION=" + version(), first(instructions, "ARG"));
        ServiceEnvironment environment = new ServiceEnvironment();
        Stream.of(last(instructions, "ENV").split(" +"))
                .map(assignment -> assignment.split("=")[0])
                .forEach(name -> assertTrue(environment.knows(name), name));
    }

    @Test
    void theExecutableIsWhereTheNativeBuildPutsIt() throws IOException {
        String copied = read("Dockerfile.native").stream()
                .filter(instruction -> instruction.arguments().contains("--from=build"))
                .map(instruction -> sources(instruction).get(0))
                .findFirst()
                .orElseThrow();
        PathMatcher pattern = FileSystems.getDefault().getPathMatcher("glob:" + copied);
        assertTrue(pattern.matches(Path.of("/code/target/tidings-" + version() + "-runner")));
    }

    @Test
    void theTrialIsGivenSettingsThatExist() {
        JsonNode compose = Manifests.trees(DOCKER.resolve("docker-compose.yml")).get(0);
        JsonNode service = compose.path("services").path("tidings");
        ServiceEnvironment environment = new ServiceEnvironment();
        service.path("environment").fieldNames().forEachRemaining(name -> assertTrue(environment.knows(name), name));
        assertTrue(service.path("read_only").asBoolean());
        Path context =
                DOCKER.resolve(service.path("build").path("context").asText()).normalize();
        assertEquals(Path.of(""), context, "the root of the project");
        String dockerfile = service.path("build").path("dockerfile").asText();
        for (String kind : List.of("jvm", "native")) {
            assertTrue(Files.exists(Path.of(dockerfile.replaceAll("\\$\\{.*}", "Dockerfile." + kind))));
        }
    }

    @Test
    void theBillOfMaterialsNamesWhatIsInThePackage() throws IOException {
        JsonNode bill =
                new ObjectMapper().readTree(Path.of("target", "bom.json").toFile());
        assertEquals("CycloneDX", bill.path("bomFormat").asText());
        Set<String> named = new TreeSet<>();
        bill.path("components")
                .forEach(component -> named.add(component.path("group").asText() + "."
                        + component.path("name").asText() + "-"
                        + component.path("version").asText() + ".jar"));
        try (Stream<Path> libraries = Files.list(Path.of("target", "quarkus-app", "lib", "main"))) {
            List<String> unnamed = libraries
                    .map(path -> path.getFileName().toString())
                    .filter(name -> !named.contains(name))
                    .toList();
            assertEquals(List.of(), unnamed);
        }
    }

    private static List<Instruction> read(String file) throws IOException {
        List<Instruction> instructions = new ArrayList<>();
        StringBuilder pending = new StringBuilder();
        for (String line : Files.readAllLines(DOCKER.resolve(file))) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            boolean continued = line.endsWith("\\");
            pending.append(continued ? line.substring(0, line.length() - 1) : line)
                    .append(' ');
            if (!continued) {
                String[] parts = pending.toString().strip().split(" +", 2);
                instructions.add(new Instruction(parts[0], parts[1].replaceAll(" +", " ")));
                pending.setLength(0);
            }
        }
        return instructions;
    }

    private static List<String> sources(Instruction copy) {
        List<String> paths = Stream.of(copy.arguments().split(" "))
                .filter(argument -> !argument.startsWith("--"))
                .toList();
        return paths.subList(0, paths.size() - 1);
    }

    private static List<Path> find(String source) throws IOException {
        if (!source.contains("*")) {
            Path path = Path.of(source);
            return Files.exists(path) ? List.of(path) : List.of();
        }
        Path pattern = Path.of(source);
        List<Path> found = new ArrayList<>();
        try (var files = Files.newDirectoryStream(
                pattern.getParent(), pattern.getFileName().toString())) {
            files.forEach(found::add);
        }
        return found;
    }

    /** The last line that fits decides; a folder is sent with all that is in it. */
    private static boolean isSentToDocker(Path path) throws IOException {
        boolean sent = true;
        for (String line : Files.readAllLines(Path.of(".dockerignore"))) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            boolean kept = line.startsWith("!");
            Path folder = Path.of(kept ? line.substring(1) : line);
            if (line.equals("*") || path.normalize().startsWith(folder)) {
                sent = kept;
            }
        }
        return sent;
    }

    private static String first(List<Instruction> instructions, String name) {
        return named(instructions, name).get(0);
    }

    private static String last(List<Instruction> instructions, String name) {
        List<String> all = named(instructions, name);
        return all.get(all.size() - 1);
    }

    private static List<String> named(List<Instruction> instructions, String name) {
        return instructions.stream()
                .filter(instruction -> instruction.name().equals(name))
                .map(Instruction::arguments)
                .toList();
    }

    private static String version() throws IOException {
        var version = Pattern.compile("<artifactId>tidings</artifactId>\\s*<version>([^<]+)<")
                .matcher(Files.readString(Path.of("pom.xml")));
        assertTrue(version.find());
        return version.group(1);
    }
}
