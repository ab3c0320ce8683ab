package dev.tidings.platform.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** With {@code -Dwrite-configuration} it writes what it otherwise compares. */
class ConfigurationReferenceTest {
    private static final ConfigurationReference REFERENCE = new ConfigurationReference();
    private static final String REMEDY = "run ./mvnw test -Dtest=ConfigurationReferenceTest -Dwrite-configuration";

    @BeforeAll
    static void write() throws IOException {
        if (System.getProperty("write-configuration") != null) {
            Files.createDirectories(ConfigurationReference.NAMES.getParent());
            Files.writeString(ConfigurationReference.NAMES, REFERENCE.names());
            Files.writeString(ConfigurationReference.PAGE, REFERENCE.page());
        }
    }

    @Test
    void thePageTellsOfEverySettingAsTheSourcesDo() {
        assertEquals(REFERENCE.page(), ConfigurationReference.read(ConfigurationReference.PAGE), REMEDY);
    }

    @Test
    void theServiceKnowsEverySetting() {
        assertEquals(REFERENCE.names(), ConfigurationReference.read(ConfigurationReference.NAMES), REMEDY);
    }

    @Test
    void settingsOfQuarkusThatThePageNamesCanBeSetAtStart() {
        ServiceEnvironment environment = new ServiceEnvironment();
        List<String> unknown = Pattern.compile("`(quarkus\\.[^`]+)`|(QUARKUS_[A-Z0-9_]+)=")
                .matcher(ConfigurationReference.read(ConfigurationReference.PAGE))
                .results()
                .map(name -> name.group(1) == null ? name.group(2) : KnownSettings.variable(name.group(1)))
                // of a map, whose keys the model leaves out
                .filter(name -> !name.startsWith("QUARKUS_LOG_CATEGORY_"))
                .filter(name -> !environment.knows(name))
                .toList();
        assertEquals(List.of(), unknown);
    }

    @Test
    void everySettingIsDescribed() {
        List<String> silent = REFERENCE
                .settings()
                .filter(setting -> setting.description().isBlank())
                .map(SettingsSource.Setting::name)
                .toList();
        assertEquals(List.of(), silent);
        assertTrue(REFERENCE.settings().count() > 20, "hardly any settings found");
    }
}
