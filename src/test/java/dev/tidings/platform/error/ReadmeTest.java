package dev.tidings.platform.error;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    @Test
    void listsEveryErrorAsItIs() throws Exception {
        String table = Stream.of(ErrorCode.values())
                .map(code -> "| `%s` | %d | %s | %s |"
                        .formatted(code.code(), code.status(), code.retryable() ? "yes" : "no", code.hint()))
                .collect(Collectors.joining("\n"));
        assertTrue(
                Files.readString(Path.of("README.md")).contains(table),
                () -> "The table of errors in README.md is out of date; it should be:\n" + table);
    }
}
