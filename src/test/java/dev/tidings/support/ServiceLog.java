package dev.tidings.support;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What one run of the service wrote, standard output and standard error together. */
public record ServiceLog(Path file) {
    private static final Pattern ERROR = Pattern.compile("^\\S+ +(ERROR|FATAL) +\\[.*|.*\"level\":\"(ERROR|FATAL)\".*");
    private static final Pattern BLOCKED = Pattern.compile(".*(Thread blocked|has been blocked for).*");
    private static final Pattern STACK_FRAME = Pattern.compile("^\\s+at [\\w.$/]+\\(.*\\)$");

    private static final String FRAME_IN_JSON = "\\n\\tat ";

    public String text() {
        try {
            // not readString: a line may be cut in the middle of a character while the service writes
            return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<String> lines() {
        return text().lines().toList();
    }

    /** The first group of the first match of the pattern. */
    public Optional<String> find(Pattern pattern) {
        Matcher matcher = pattern.matcher(text());
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** Lines of level ERROR, and complaints about blocked event loops. */
    public List<String> errors() {
        return lines().stream()
                .filter(line ->
                        ERROR.matcher(line).matches() || BLOCKED.matcher(line).matches())
                .toList();
    }

    /** Lines that belong to a stack trace. */
    public List<String> stackFrames() {
        return lines().stream()
                .filter(line -> STACK_FRAME.matcher(line).matches() || line.contains(FRAME_IN_JSON))
                .toList();
    }

    void requireNoErrors() {
        assertEquals(List.of(), errors(), () -> "errors in " + file);
    }
}
