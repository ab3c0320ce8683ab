package dev.tidings.platform.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;
import org.postgresql.core.SocketFactoryFactory;
import org.postgresql.ssl.DefaultJavaSSLFactory;

class DatabaseUrlTest {

    @ParameterizedTest
    @CsvSource({
        "postgresql://db:6432/app, postgresql://db:6432/app",
        "postgres://db/app, postgresql://db:5432/app",
        "jdbc:postgresql://db:6432/app, postgresql://db:6432/app",
        "postgresql://db, postgresql://db:5432/tidings",
        "postgresql://db/, postgresql://db:5432/tidings",
        "'  postgresql://db/app ', postgresql://db:5432/app",
        "postgresql://joe:secret@db/app, postgresql://db:5432/app",
        "jdbc:postgresql://db/app?user=joe&password=secret&sslmode=require, postgresql://db:5432/app?sslmode=require",
        "postgres://joe@db/app?sslmode=require&, postgresql://db:5432/app?sslmode=require",
        "postgresql://[::1]:6432/app, postgresql://[::1]:6432/app",
        "postgresql://db/my%20app, postgresql://db:5432/my%20app",
    })
    void writesTheAddressWithoutCredentials(String given, String reactive) {
        DatabaseUrl url = DatabaseUrl.parse(given);

        assertEquals(reactive, url.reactive());
        String mode = reactive.contains("sslmode=") ? "" : "?sslmode=disable";
        assertEquals("jdbc:" + reactive + mode, url.jdbc());
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "postgresql://db/app, -, -",
                "postgresql://joe@db/app, joe, -",
                "postgresql://joe:secret@db/app, joe, secret",
                "postgresql://joe%40work:p%40ss%3Aw%2Fo%25@db/app, joe@work, p@ss:w/o%",
                "postgresql://joe:a+b:c@db/app, joe, a+b:c",
                "jdbc:postgresql://db/app?user=joe&password=a%26b, joe, a&b",
                "postgresql://joe:@db/app, joe, -",
            })
    void decodesUserAndPassword(String given, String user, String password) {
        DatabaseUrl url = DatabaseUrl.parse(given);

        assertEquals(user, url.username());
        assertEquals(password, url.password());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://joe:hidden@db/app",
                "joe:hidden@db",
                "postgresql:///app?password=hidden",
                "postgresql://joe:hidden word@db/app",
                "postgresql://joe:hidden%zz@db/app",
                "postgresql://joe:hidden@one,two/app",
                "jdbc:hidden",
            })
    void refusesOtherTextWithoutRepeatingIt(String given) {
        String message = assertThrows(IllegalArgumentException.class, () -> DatabaseUrl.parse(given))
                .getMessage();

        assertFalse(message.contains("hidden"), message);
    }

    @Test
    void isUnderstoodByTheReactiveDriver() {
        String url = DatabaseUrl.parse("postgres://joe:x@db.example/my%20app?sslmode=require&channel_binding=require")
                .reactive();

        PgConnectOptions options = PgConnectOptions.fromUri(url);

        assertEquals("db.example", options.getHost());
        assertEquals("my app", options.getDatabase());
        assertEquals(SslMode.REQUIRE, options.getSslMode());
        assertNull(options.getProperties().get("channel_binding"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://db/app?sslmode=verify-full",
                "postgresql://db/app?sslmode=verify-ca",
                "postgresql://db/app?sslmode=verify-full&sslrootcert=system",
            })
    void trustsThePublicAuthoritiesWhenNoneAreNamed(String given) throws Exception {
        DatabaseUrl url = DatabaseUrl.parse(given);

        assertEquals(Optional.empty(), url.rootCertificate());
        SSLSocketFactory made = SocketFactoryFactory.getSslSocketFactory(driverProperties(url));
        assertInstanceOf(DefaultJavaSSLFactory.class, made);
    }

    @Test
    void trustsTheAuthoritiesThatAreNamed() {
        DatabaseUrl url = DatabaseUrl.parse("postgresql://db/app?sslmode=verify-full&sslrootcert=/etc/ca.pem");

        assertEquals(Optional.of("/etc/ca.pem"), url.rootCertificate());
        assertEquals("/etc/ca.pem", driverProperties(url).getProperty("sslrootcert"));
        assertNull(driverProperties(url).getProperty("sslfactory"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?sslmode=disable", "?sslmode=prefer", "?sslmode=require"})
    void leavesTheDriverToItselfWhenNothingIsVerified(String query) {
        assertNull(driverProperties(DatabaseUrl.parse("postgresql://db/app" + query))
                .getProperty("sslfactory"));
    }

    /** How the JDBC driver understands the address. */
    private static Properties driverProperties(DatabaseUrl url) {
        return Driver.parseURL(url.jdbc(), new Properties());
    }
}
