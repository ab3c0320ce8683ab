package dev.tidings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares the index of the decision records with the records. */
class DecisionRecordsTest {
    private static final Path FOLDER = Path.of("docs", "adr");
    private static final Pattern FILE = Pattern.compile("(\\d{4})-[a-z0-9-]+\\.md");
    private static final Pattern HEAD = Pattern.compile(
            "# (?<number>\\d+)\\. (?<title>[^\\n]+)\\n+Status: (?<status>\\w+)[.,] (?:Date: )?(?<date>\\d{4}-\\d\\d-\\d\\d)\\b");
    private static final Pattern SECTION = Pattern.compile("(?m)^## (Context|Decision|Alternatives|Consequences)");

    @Test
    void theIndexListsEveryRecord() {
        List<String> expected = records().map(DecisionRecordsTest::row).toList();
        List<String> listed = read(FOLDER.resolve("README.md"))
                .lines()
                .filter(line -> line.startsWith("| ["))
                .toList();
        assertEquals(String.join("\n", expected), String.join("\n", listed), "docs/adr/README.md");
    }

    @Test
    void everyRecordNamesItsAlternatives() {
        List<String> lacking = records()
                .filter(file -> SECTION.matcher(read(file))
                        .results()
                        .noneMatch(section -> section.group(1).equals("Alternatives")))
                .map(Path::toString)
                .toList();
        assertEquals(List.of(), lacking, "each needs a section ## Alternatives");
    }

    private static String row(Path file) {
        String name = file.getFileName().toString();
        Matcher head = HEAD.matcher(read(file));
        assertTrue(
                head.lookingAt(),
                name + " must begin with '# 1. Title', an empty line, and 'Status: accepted. Date: 2026-01-31.'");
        assertEquals(Integer.parseInt(name.substring(0, 4)), Integer.parseInt(head.group("number")), name);
        return "| [%s](%s) | %s | %s | %s |"
                .formatted(name.substring(0, 4), name, head.group("title"), head.group("status"), head.group("date"));
    }

    private static Stream<Path> records() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files
                    .filter(file -> FILE.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
