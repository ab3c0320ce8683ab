package dev.tidings.platform.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code sslmode} means to a server that speaks TLS: the same to both drivers. */
class DatabaseTlsTest {
    private static TlsServer server;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = TlsServer.start(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        TlsClient.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, '', plain",
        "127.0.0.1, sslmode=disable, plain",
        "127.0.0.1, sslmode=allow, plain",
        "127.0.0.1, sslmode=prefer, encrypted",
        "127.0.0.1, sslmode=require, encrypted",
        "127.0.0.1, sslmode=verify-ca&sslrootcert=(own), encrypted",
        "127.0.0.1, sslmode=verify-ca&sslrootcert=(other), refused",
        "127.0.0.1, sslmode=verify-ca, refused",
        "127.0.0.1, sslmode=verify-ca&sslrootcert=system, refused",
        "localhost, sslmode=verify-full&sslrootcert=(own), encrypted",
        "127.0.0.1, sslmode=verify-full&sslrootcert=(own), refused",
        "localhost, sslmode=verify-full&sslrootcert=(other), refused",
        "localhost, sslmode=verify-full&sslrootcert=/nowhere/ca.pem, refused",
        "localhost, sslmode=verify-full, refused",
        "localhost, sslmode=verify-full&sslrootcert=system, refused",
        // as JDBC writes it
        "localhost, ssl=true&sslrootcert=(own), encrypted",
        "127.0.0.1, ssl=true&sslrootcert=(own), refused",
        "127.0.0.1, ssl=false, plain",
        "127.0.0.1, ssl=true&sslmode=require, encrypted",
        // what only one driver knows does not disturb the other
        "127.0.0.1, sslmode=require&connectTimeout=5&channel_binding=prefer&application_name=tidings, encrypted",
    })
    void bothDriversConnectAlike(String host, String query, String outcome) {
        String url = server.url(host, query);

        assertEquals(outcome, TlsClient.jdbc(url), "by JDBC");
        assertEquals(outcome, TlsClient.reactive(url), "by the reactive driver");
    }

    /** Whom Java trusts by default is decided once per JVM: in this one it trusts the server, as it does public authorities. */
    @Test
    void publicAuthoritiesAreThoseOfJava() throws Exception {
        Process client = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Djavax.net.ssl.trustStore=" + server.trustStore(),
                        "-Djavax.net.ssl.trustStorePassword=" + TlsServer.STORE_PASSWORD,
                        "-cp",
                        System.getProperty("java.class.path"),
                        TlsClient.class.getName(),
                        server.url("localhost", "sslmode=verify-full"),
                        server.url("localhost", "sslmode=verify-full&sslrootcert=system"),
                        server.url("127.0.0.1", "sslmode=verify-full"),
                        server.url("127.0.0.1", "sslmode=verify-ca"))
                .redirectErrorStream(true)
                .start();
        String output = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        List<String> outcomes = output.lines()
                .filter(line -> line.matches("(plain|encrypted|refused) (plain|encrypted|refused)"))
                .toList();
        assertEquals(
                List.of("encrypted encrypted", "encrypted encrypted", "refused refused", "encrypted encrypted"),
                outcomes,
                output);
    }

    @Test
    void aServerThatWantsTlsSaysSoAtTheStart() throws Exception {
        try (TlsServer.Strictness strict = server.refusePlainConnections()) {
            String url = server.url("127.0.0.1", "");
            SQLException refusal = assertThrows(SQLException.class, () -> TlsClient.connect(url));

            String line = ConnectionFailure.describe(refusal, DatabaseUrl.parse(url), "joe", "5");

            assertTrue(line.contains("no encryption"), line);
            assertTrue(line.endsWith("Add ?sslmode=verify-full or ?sslmode=require to DATABASE_URL."), line);
            assertEquals(TlsClient.ENCRYPTED, TlsClient.reactive(server.url("127.0.0.1", "sslmode=require")));
        }
    }

    @Test
    void aCertificateThatIsNotTrustedIsNamedAsTheReason() {
        String url = server.url("localhost", "sslmode=verify-full");
        SQLException refusal = assertThrows(SQLException.class, () -> TlsClient.connect(url));

        String line = ConnectionFailure.describe(refusal, DatabaseUrl.parse(url), "joe", "5");

        assertTrue(line.contains("PKIX"), line);
        assertTrue(line.endsWith("Name its authority in &sslrootcert= of DATABASE_URL."), line);
    }
}
