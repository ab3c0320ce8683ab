package dev.tidings.platform.process;

import dev.tidings.platform.process.SettingsSource.Group;
import dev.tidings.platform.process.SettingsSource.Setting;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Makes the reference of all settings, and the list of their names that the service holds its configuration against. */
final class ConfigurationReference {
    static final Path PAGE = Path.of("docs", "configuration.md");
    static final Path NAMES = Path.of("src", "main", "resources", KnownSettings.RESOURCE);

    /** Everything above is written by hand. */
    private static final String MARK = "<!-- Made from the sources from here on; see CONTRIBUTING.md. -->";

    private static final Path PROPERTIES = Path.of("src", "main", "resources", "application.properties");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(TIDINGS_[A-Z0-9_]+)(:[^}]*)?}");

    private final List<Group> groups = SettingsSource.read();
    private final Map<String, String> properties = properties();

    /** The names of all settings, one a line. */
    String names() {
        TreeSet<String> names = new TreeSet<>();
        groups.forEach(group -> group.settings().forEach(setting -> names.add(setting.name())));
        properties.keySet().stream()
                .map(name -> name.replaceFirst("^%[a-z]+\\.", ""))
                .filter(name -> name.startsWith("tidings."))
                .forEach(names::add);
        properties
                .values()
                .forEach(value -> VARIABLE.matcher(value).results().forEach(found -> names.add(found.group(1))));
        return String.join("\n", names) + "\n";
    }

    /** The page, with what was written by hand as it is. */
    String page() {
        String written = read(PAGE);
        int mark = written.indexOf(MARK);
        if (mark < 0) {
            throw new IllegalStateException(PAGE + " has no line " + MARK);
        }
        StringBuilder page =
                new StringBuilder(written.substring(0, mark)).append(MARK).append('\n');
        groups.forEach(group -> write(group, page));
        return page.toString();
    }

    private void write(Group group, StringBuilder page) {
        page.append("\n## ")
                .append(group.prefix())
                .append("\n\n")
                .append(plain(group.description()))
                .append("\n\n");
        page.append("| setting | type | default | what it does |\n|---|---|---|---|\n");
        for (Setting setting : group.settings()) {
            page.append("| `%s` | %s | %s | %s |%n"
                    .formatted(setting.name(), type(setting.type()), preset(setting), plain(setting.description()))
                    .replace(System.lineSeparator(), "\n"));
        }
    }

    private String preset(Setting setting) {
        String given = properties.getOrDefault(setting.name(), setting.preset());
        String otherwise = properties.get("%dev." + setting.name());
        String standard;
        if (given == null || given.isEmpty()) {
            standard = given == null && !setting.type().matches("(Optional|Map|List|Set)<.*") ? "must be set" : "none";
        } else {
            Matcher variable = VARIABLE.matcher(given);
            standard = variable.matches() ? "from `" + variable.group(1) + "`" : "`" + given + "`";
        }
        return otherwise == null ? standard : standard + "; in development `" + otherwise + "`";
    }

    private static String type(String declared) {
        String inner = declared.replaceAll("^(Optional|Map<String,) ?<?(.*?)>$", "$2");
        if (inner.matches("(List|Set)<.*>")) {
            return "list of " + type(inner.replaceAll("^(List|Set)<(.*)>$", "$2"));
        }
        return switch (inner) {
            case "boolean", "Boolean" -> "`true` or `false`";
            case "int", "long", "Integer", "Long", "OptionalInt", "OptionalLong" -> "whole number";
            case "double", "Double", "OptionalDouble" -> "number";
            case "Duration" -> "duration";
            case "MemorySize" -> "size";
            case "Path" -> "path";
            case "String" -> "text";
            case "URI" -> "URI";
            case "Limit" -> "whole number, or `unlimited`";
            case "AddressRange" -> "CIDR";
            case "Rate" -> "such as `5/minute`, or `off`";
            default -> throw new IllegalStateException("no words for the type " + declared);
        };
    }

    /** Javadoc as Markdown within a table. */
    private static String plain(String javadoc) {
        return javadoc.replaceAll("\\{@(?:code|value|link|literal)\\s+([^}]*)}", "`$1`")
                .replaceAll("</?p>", "")
                .replace("|", "\\|");
    }

    private static Map<String, String> properties() {
        Properties raw = new Properties();
        try (Reader in = new InputStreamReader(Files.newInputStream(PROPERTIES), StandardCharsets.UTF_8)) {
            raw.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> sorted = new TreeMap<>();
        raw.forEach((name, value) -> sorted.put(name.toString(), value.toString()));
        return sorted;
    }

    /** All that users may rely on, with a description each. */
    Stream<Setting> settings() {
        return groups.stream().flatMap(group -> group.settings().stream());
    }

    static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
