package dev.tidings.platform.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DatabaseConfigSourceTest {

    @Test
    void answersFromTheUrl() {
        DatabaseConfigSource source =
                source(Map.of("DATABASE_URL", "postgres://joe:secret@db/app?sslrootcert=/ca.pem"));

        assertEquals(
                "jdbc:postgresql://db:5432/app?sslrootcert=%2Fca.pem&sslmode=disable",
                source.getValue("tidings.database.jdbc-url"));
        assertEquals(
                "postgresql://db:5432/app?sslrootcert=%2Fca.pem", source.getValue("tidings.database.reactive-url"));
        assertEquals("joe", source.getValue("tidings.database.username"));
        assertEquals("secret", source.getValue("tidings.database.password"));
        assertEquals("/ca.pem", source.getValue("tidings.database.root-certificate"));
        assertNull(source.getValue("tidings.database.problem"));
    }

    @Test
    void prefersTheSeparateUserAndPassword() {
        DatabaseConfigSource source = source(Map.of(
                "DATABASE_URL", "postgres://joe:secret@db/app", "DATABASE_USER", "ann", "DATABASE_PASSWORD", "better"));

        assertEquals("ann", source.getValue("tidings.database.username"));
        assertEquals("better", source.getValue("tidings.database.password"));
    }

    @Test
    void ignoresBlankUserAndPassword() {
        DatabaseConfigSource source = source(
                Map.of("DATABASE_URL", "postgres://joe:secret@db/app", "DATABASE_USER", " ", "DATABASE_PASSWORD", ""));

        assertEquals("joe", source.getValue("tidings.database.username"));
        assertEquals("secret", source.getValue("tidings.database.password"));
    }

    @Test
    void keepsTheProblemOfAMalformedUrlForTheStart() {
        DatabaseConfigSource source = source(Map.of("DATABASE_URL", "mysql://db/app"));

        assertTrue(source.getValue("tidings.database.problem").startsWith("DATABASE_URL is not"));
        assertEquals("postgresql://127.0.0.1:1/none", source.getValue("tidings.database.reactive-url"));
    }

    @Test
    void listsNothingAndAnswersNothingElse() {
        DatabaseConfigSource source = source(Map.of());

        assertTrue(source.getPropertyNames().isEmpty());
        assertNull(source.getValue("tidings.database.migrate"));
    }

    private static DatabaseConfigSource source(Map<String, String> settings) {
        return new DatabaseConfigSource(new DatabaseAddress(settings::get));
    }
}
