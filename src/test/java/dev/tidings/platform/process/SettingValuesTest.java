package dev.tidings.platform.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.tidings.platform.process.SettingsSource.Setting;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.quarkus.runtime.configuration.PathConverter;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every setting of every type, given wrong: a start ends with one line that names the setting and what would be right. */
class SettingValuesTest {
    /** Have no default in their sources, but in application.properties. */
    private static final Map<String, String> REQUIRED = Map.of(
            "tidings.auth.development-key-file", "key",
            "tidings.secrets.development-key-file", "secret",
            "tidings.cloud.base-url", "https://graph.example",
            "tidings.media.folder", "media");

    private static final Set<String> HTTP_ADDRESSES = Set.of("tidings.cloud.base-url", "tidings.linked.version-url");

    private static final List<Class<?>> MAPPINGS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.tidings").stream()
                    .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                    .<Class<?>>map(JavaClass::reflect)
                    .toList();

    /** Reading the sources takes a while: once for all. */
    private static final List<Setting> SETTINGS = SettingsSource.read().stream()
            .flatMap(group -> group.settings().stream())
            .toList();

    /** Wrong values of each type; any text is right for one of type String or Path. */
    static Stream<Object[]> wrong() {
        return SETTINGS.stream()
                .flatMap(setting -> wrongFor(setting).map(value -> new Object[] {setting.name(), value}));
    }

    /** Those that cannot be without a value. */
    static Stream<String> needed() {
        return SETTINGS.stream()
                .filter(setting -> wrongFor(setting).findAny().isPresent())
                .filter(setting -> !setting.type().startsWith("Optional"))
                .map(Setting::name);
    }

    private static Stream<String> wrongFor(Setting setting) {
        String type = setting.type().replaceAll("^(?:Optional|Map<String,|List|Set) ?<?(.*?)>+$", "$1");
        if (HTTP_ADDRESSES.contains(setting.name())) {
            return Stream.of("graph", "ftp://graph.example", "https://", "https://a b", "https://host:99999");
        }
        return switch (type.replaceAll("^(?:List|Set)<", "")) {
            case "boolean", "Boolean" -> Stream.of("maybe", "tru", "2", "true,false");
            case "int", "Integer" -> Stream.of("abc", "-1", "0", "1.5", "99999999999", "0x10", "5s");
            case "double" -> Stream.of("abc", "-0.1", "1.01", "NaN", "1e0", "0,5");
            case "Duration" -> Stream.of("abc", "-5s", "5 parsecs", "99999999999999999999s", "PT-1S", "40000d");
            case "MemorySize" -> Stream.of("abc", "-1", "10X", "1.5M");
            case "Limit" -> Stream.of("abc", "-1", "1.5", "99999999999", "none");
            case "Rate" -> Stream.of("abc", "5", "5/fortnight", "-5/hour", "/hour");
            case "AddressRange" ->
                Stream.of("300.0.0.0/8", "10.0.0.0/33", "10.0.0.1/8", "10.0.0.0/8,abc", "fd00::/200", "host/8");
            case "URI" ->
                Stream.of("host", "https://host", "wss://", "wss://a b", "ws://host:99999", "wss://host/?a=b");
            case "String", "Path" -> Stream.empty();
            default -> throw new AssertionError("no wrong values are known for the type " + setting.type());
        };
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void isRefusedAsAProperty(String setting, String value) {
        String name = setting.replace("*", "gold");

        assertRefused(name, value, source(Map.of(name, value)));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void isRefusedAsAVariable(String setting, String value) {
        String name = setting.replace("*", "gold");

        assertRefused(name, value, new EnvConfigSource(Map.of(KnownSettings.variable(name), value), 300));
    }

    @ParameterizedTest
    @MethodSource("needed")
    void isRefusedWithoutAValue(String setting) {
        String line = lineOf(source(Map.of(setting, "")));

        assertTrue(line.contains("The setting " + setting + " "), line);
        assertOneLine(line);
    }

    @Test
    void takesWhatIsRight() {
        Map<String, String> right = new HashMap<>(Map.of(
                "tidings.egress.allow", "10.0.0.0/8, fd00::/8,127.0.0.1",
                "tidings.egress.require-https", "No",
                "tidings.sending.min-interval", "0",
                "tidings.sending.jitter", "1",
                "tidings.http.body-timeout", "0.3S",
                "tidings.events.streams", " 7 ",
                "tidings.plans.gold.sessions", "unlimited",
                "tidings.plans.gold.endpoint-limits", "off",
                "tidings.rate-limits.media", "off"));
        right.put("tidings.http.max-body-size", "10M");

        config(source(right));
    }

    @Test
    void saysWhatPortsAndLibrariesRefuse() {
        assertTrue(StartReport.of(new RuntimeException(new BindException("Address already in use")))
                .orElseThrow()
                .contains("quarkus.http.port"));
        assertEquals(
                Optional.of("one two"), StartReport.of(new RuntimeException(new ConfigurationException("one\n\ttwo"))));
        assertEquals(Optional.of("why"), StartReport.of(StartupFailure.because("why")));
    }

    @Test
    void leavesTheStackTraceToWhatNobodyForesaw() {
        assertEquals(Optional.empty(), StartReport.of(new RuntimeException(new IllegalArgumentException("bug"))));
        assertEquals(Optional.empty(), StartReport.of(new NullPointerException()));
    }

    private static void assertRefused(String name, String value, ConfigSource source) {
        String line = lineOf(source);
        assertTrue(line.contains("The setting " + name + " must "), line);
        assertTrue(line.contains("'" + value + "'"), line);
        assertOneLine(line);
    }

    private static void assertOneLine(String line) {
        assertEquals(1, line.lines().count(), line);
        assertFalse(line.matches(".*(Exception|SRCFG|java\\.).*"), line);
    }

    private static String lineOf(ConfigSource source) {
        Throwable failure = assertThrows(RuntimeException.class, () -> config(source));
        return StartReport.of(new RuntimeException("Failed to start quarkus", failure))
                .orElseThrow(() -> new AssertionError("a stack trace for " + source.getProperties(), failure));
    }

    private static ConfigSource source(Map<String, String> values) {
        return new PropertiesConfigSource(values, "given", 300);
    }

    /** As Quarkus makes it: with the converters that it brings. */
    private static SmallRyeConfig config(ConfigSource source) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(source, new PropertiesConfigSource(REQUIRED, "required", 0))
                .withConverter(Duration.class, 200, new DurationConverter())
                .withConverter(MemorySize.class, 200, new MemorySizeConverter())
                .withConverter(Path.class, 200, new PathConverter())
                .withDefaultValue("tidings.data-dir", "data");
        MAPPINGS.forEach(builder::withMapping);
        return builder.build();
    }
}
