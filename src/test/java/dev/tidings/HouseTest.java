package dev.tidings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Holds the table of rooms in CONTRIBUTING.md against {@link House}, or writes it with {@code -Dwrite-house}. */
class HouseTest {
    private static final Path PAGE = Path.of("CONTRIBUTING.md");
    private static final String BEGIN = "<!-- rooms:";
    private static final String END = "<!-- /rooms -->";

    @Test
    void theTableOfRoomsIsTheOneThatIsChecked() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf('\n', page.indexOf(BEGIN)) + 1;
        int end = page.indexOf(END);
        assertTrue(page.contains(BEGIN) && begin <= end, "CONTRIBUTING.md has lost the marks of its table");
        String right = page.substring(0, begin) + "\n" + House.table() + "\n" + page.substring(end);
        if (System.getProperty("write-house") != null) {
            Files.writeString(PAGE, right);
        } else {
            assertEquals(right, page, "run ./mvnw test -Dtest=HouseTest -Dwrite-house");
        }
    }
}
