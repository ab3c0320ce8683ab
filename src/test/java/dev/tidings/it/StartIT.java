package dev.tidings.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.support.ApiClient;
import dev.tidings.support.FreePort;
import dev.tidings.support.TidingsProcess;
import dev.tidings.support.TidingsProcess.Exit;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class StartIT {
    private static final Pattern CURL =
            Pattern.compile("curl -s -H 'Authorization: Bearer (tdg_\\w{46})' (http://localhost:\\d+)(/\\S+)");

    @Test
    void productionRefusesToStartWithoutAnOperatorsKey() {
        requireOneLine(TidingsProcess.builder().adminKey(null).runUntilExit(), "TIDINGS_ADMIN_KEY");
    }

    @Test
    void productionRefusesAWellKnownOperatorsKey() {
        requireOneLine(
                TidingsProcess.builder()
                        .adminKey("changeme-please-before-going-live-0123")
                        .runUntilExit(),
                "TIDINGS_ADMIN_KEY");
    }

    @Test
    void refusesASettingThatDoesNotExistAndNamesTheOneThatWasMeant() {
        Exit property = TidingsProcess.builder()
                .property("tidings.http.max-bodysize", "1M")
                .runUntilExit();
        requireOneLine(property, "Unknown setting tidings.http.max-bodysize. Did you mean tidings.http.max-body-size?");

        Exit variable = TidingsProcess.builder()
                .env("TIDINGS_DATABASE_MIGRATIONS", "false")
                .env("TIDINGS_SERVICE_PORT_HTTP", "80")
                .runUntilExit();
        requireOneLine(variable, "Unknown setting TIDINGS_DATABASE_MIGRATIONS. Did you mean TIDINGS_DATABASE_MIGRATE?");
    }

    /** Whatever is wrong with whichever setting goes the same way; SettingValuesTest tries them all. */
    @Test
    void refusesAValueThatIsWrongInOneLine() {
        Exit exit = TidingsProcess.builder()
                .env("TIDINGS_EGRESS_ALLOW", "300.0.0.0/8")
                .runUntilExit();

        requireOneLine(exit, "The setting tidings.egress.allow must be a CIDR such as 10.0.0.0/8 or fd00::/8");
    }

    @Test
    void refusesToStartWhenTheDatabaseCannotBeReached() throws IOException {
        int nobodyListens = FreePort.find();
        Exit exit = TidingsProcess.builder()
                .env("DATABASE_URL", "postgresql://tidings:wherever@127.0.0.1:" + nobodyListens + "/tidings")
                .runUntilExit();
        requireOneLine(exit, "127.0.0.1:" + nobodyListens);
        assertTrue(!exit.log().text().contains("wherever"), "the password is in the log");
    }

    @Test
    void developmentPrintsAKeyThatWorksAndKeepsItOverARestart() throws IOException {
        try (TidingsProcess service = TidingsProcess.builder()
                .profile("dev")
                .property("quarkus.http.port", Integer.toString(FreePort.find()))
                .start()) {
            Matcher first = printedCurl(service);
            assertEquals(service.baseUrl(), first.group(2));
            new ApiClient(first.group(2), first.group(1)).get(first.group(3)).requireStatus(200);

            service.terminate();
            service.startAgain();

            assertEquals(first.group(), printedCurl(service).group());
            service.client().get("/v1/sessions").requireStatus(200);
        }
    }

    private static Matcher printedCurl(TidingsProcess service) {
        Matcher printed = CURL.matcher(service.log().text());
        assertTrue(printed.find(), () -> "no curl line in " + service.log().file());
        return printed;
    }

    /** Exit code 1, and in all the output one line that tells the reason. */
    private static void requireOneLine(Exit exit, String reason) {
        assertEquals(1, exit.code(), () -> "output: " + exit.log().text());
        assertEquals(List.of(), exit.log().stackFrames());
        List<String> told = exit.log().lines().stream()
                .filter(line -> line.contains(reason))
                .toList();
        assertEquals(1, told.size(), () -> "output: " + exit.log().text());
        assertTrue(
                exit.log().text().lines().noneMatch(line -> line.contains("Exception")),
                () -> exit.log().text());
    }
}
