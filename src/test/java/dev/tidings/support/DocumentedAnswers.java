package dev.tidings.support;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Holds every answer against the OpenAPI document: a code that its operation does not document fails the test at once. What was
 * reached is written down, for {@code DocumentedCodesIT} to find what no test reaches.
 */
public final class DocumentedAnswers implements Filter {
    /** A file a test JVM, with a line an answer: operation, a blank, code. */
    private static final Path REACHED = Path.of("target", "reached-codes");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final OpenApiDocument document;

    public DocumentedAnswers(OpenApiDocument document) {
        this.document = document;
    }

    @Override
    public Response filter(
            FilterableRequestSpecification request, FilterableResponseSpecification spec, FilterContext context) {
        Response response = context.next(request, spec);
        String path = URI.create(request.getURI()).getRawPath();
        check(request.getMethod(), path, response.statusCode(), code(response));
        return response;
    }

    /** The same for an answer that came over a bare socket; no code for a success. */
    public void check(String method, String path, int status, Optional<String> code) {
        document.find(method, path).ifPresent(operation -> check(operation, status, code));
    }

    /** What the last JVM that ran such tests reached; empty when none did. */
    public static Set<String> reachedLast() {
        File[] files = REACHED.toFile().listFiles();
        if (files == null || files.length == 0) {
            return Set.of();
        }
        File last =
                Stream.of(files).max(Comparator.comparing(File::lastModified)).orElseThrow();
        try {
            return Set.copyOf(new HashSet<>(Files.readAllLines(last.toPath())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void check(OpenApiDocument.Operation operation, int status, Optional<String> code) {
        if (status < 400) {
            assertTrue(operation.documents(status), operation.id() + " does not document the status " + status);
            return;
        }
        if (code.isEmpty()) {
            return;
        }
        String where = operation.id() + " does not document " + code.get();
        assertTrue(operation.codes().contains(code.get()) || code.get().equals("method_not_allowed"), where);
        write(operation.id() + " " + code.get());
    }

    private static Optional<String> code(Response response) {
        if (response.statusCode() < 400) {
            return Optional.empty();
        }
        try {
            JsonNode body = JSON.readTree(response.asByteArray());
            return Optional.ofNullable(body.path("error").path("code").textValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static synchronized void write(String line) {
        try {
            Files.createDirectories(REACHED);
            Path file = REACHED.resolve(ProcessHandle.current().pid() + ".txt");
            Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
