package dev.tidings.platform.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class ConnectionFailureTest {

    private static final DatabaseUrl URL = DatabaseUrl.parse("postgresql://db:6432/app");

    @Test
    void namesTheServerAndTheReason() {
        assertEquals(
                "Cannot connect to PostgreSQL at db:6432: connection refused. Start the database or correct DATABASE_URL.",
                describe("08001", new ConnectException("Connection refused")));
        assertEquals(
                "Cannot connect to PostgreSQL at db:6432: unknown host. Start the database or correct DATABASE_URL.",
                describe("08001", new UnknownHostException("db")));
        assertEquals(
                "Cannot connect to PostgreSQL at db:6432: no answer within 10 s. Start the database or correct DATABASE_URL.",
                describe("08001", new SocketTimeoutException("Connect timed out")));
    }

    @Test
    void tellsAWrongPasswordFromAMissingDatabase() {
        assertEquals(
                "PostgreSQL at db:6432 refused the user \"joe\" (text). Check DATABASE_USER and DATABASE_PASSWORD.",
                describe("28P01", null));
        assertEquals(
                "PostgreSQL at db:6432 has no database \"app\". Create it or correct DATABASE_URL.",
                describe("3D000", null));
    }

    private static String describe(String state, Exception cause) {
        return ConnectionFailure.describe(new SQLException("text.", state, cause), URL, "joe", "10");
    }
}
