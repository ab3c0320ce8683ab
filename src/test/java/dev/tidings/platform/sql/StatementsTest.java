package dev.tidings.platform.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * PostgreSQL understands the statements of all repositories: no compiler reads them, and some are first used when something
 * has gone wrong.
 */
@QuarkusTest
class StatementsTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern STATEMENT =
            Pattern.compile("\\s*(SELECT|WITH|INSERT|UPDATE|DELETE)\\s.*", Pattern.DOTALL);

    /** Of statements by Hibernate, such as {@code :id}, but not casts. */
    private static final Pattern NAMED_PARAMETER = Pattern.compile("(?<!:):[a-z]");

    /** Texts that other statements begin with. */
    private static final Set<String> PARTS = Set.of("DeliveryRepository.WAITING", "PreKeyRepository.KEYS");

    @Inject
    Pool pool;

    @Test
    void areUnderstoodByPostgresql() throws IOException, ReflectiveOperationException {
        Map<String, String> statements = statements();
        assertTrue(statements.size() > 150, () -> "only " + statements.size() + " statements were found");
        List<String> refused = new ArrayList<>();
        statements.forEach((name, sql) -> {
            try {
                pool.getConnection()
                        .flatMap(connection -> connection.prepare(sql).eventually(connection::close))
                        .await()
                        .atMost(Duration.ofSeconds(10));
            } catch (RuntimeException e) {
                refused.add(name + ": " + e.getMessage());
            }
        });
        assertEquals(List.of(), refused);
    }

    private static Map<String, String> statements() throws IOException, ReflectiveOperationException {
        Map<String, String> found = new LinkedHashMap<>();
        for (String name : repositories()) {
            Class<?> repository =
                    Class.forName(name, true, Thread.currentThread().getContextClassLoader());
            for (Field field : repository.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers()) && field.getType() == String.class) {
                    field.setAccessible(true);
                    String text = (String) field.get(null);
                    String constant = repository.getSimpleName() + "." + field.getName();
                    if (isStatement(text) && !PARTS.contains(constant)) {
                        found.put(constant, text);
                    }
                }
            }
        }
        return found;
    }

    /** Not one that is completed where it is used. */
    private static boolean isStatement(String text) {
        return STATEMENT.matcher(text).matches()
                && !text.contains("%s")
                && !NAMED_PARAMETER.matcher(text).find();
    }

    private static List<String> repositories() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith("Repository.java"))
                    .map(file -> SOURCES.relativize(file)
                            .toString()
                            .replace(".java", "")
                            .replace('/', '.'))
                    .sorted()
                    .toList();
        }
    }
}
