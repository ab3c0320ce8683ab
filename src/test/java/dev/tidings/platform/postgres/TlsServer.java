package dev.tidings.platform.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.List;

/** A PostgreSQL that speaks TLS, with a certificate of its own for {@code localhost} alone. */
final class TlsServer implements AutoCloseable {
    static final String USER = "postgres";
    static final String STORE_PASSWORD = "changeit";
    private static final String ALIAS = "a";

    private final Path folder;
    private final EmbeddedPostgres server;

    private TlsServer(Path folder, EmbeddedPostgres server) {
        this.folder = folder;
        this.server = server;
    }

    static TlsServer start(Path folder) throws Exception {
        KeyStore keys = selfSigned(folder.resolve("server.p12"), "localhost");
        byte[] key = keys.getKey(ALIAS, STORE_PASSWORD.toCharArray()).getEncoded();
        Path keyFile = pem(folder.resolve("server.key"), "PRIVATE KEY", key);
        Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString("rw-------"));
        Path certificate = certificate(folder.resolve("server.pem"), keys);
        certificate(folder.resolve("other.pem"), selfSigned(folder.resolve("other.p12"), "localhost"));
        return new TlsServer(
                folder,
                EmbeddedPostgres.builder()
                        .setServerConfig("ssl", "on")
                        .setServerConfig("ssl_cert_file", certificate.toString())
                        .setServerConfig("ssl_key_file", keyFile.toString())
                        .setServerConfig("unix_socket_directories", "")
                        .start());
    }

    /** Its address; in the query {@code (own)} and {@code (other)} stand for files with an authority's certificate. */
    String url(String host, String query) {
        return "postgresql://" + host + ":" + server.getPort() + "/postgres?"
                + query.replace("(own)", folder.resolve("server.pem").toString())
                        .replace("(other)", folder.resolve("other.pem").toString());
    }

    /** A store of Java's that trusts its certificate. */
    Path trustStore() {
        return folder.resolve("server.p12");
    }

    /** Until this is closed nobody gets in without TLS. */
    Strictness refusePlainConnections() throws Exception {
        Path file = Path.of(answer("SHOW hba_file"));
        String before = Files.readString(file);
        Files.writeString(file, "host all all ::1/128 trust\nhostssl all all 127.0.0.1/32 trust\n");
        answer("SELECT pg_reload_conf()");
        return () -> {
            Files.writeString(file, before);
            try (Connection connection = TlsClient.connect(url("127.0.0.1", "sslmode=require"))) {
                connection.createStatement().execute("SELECT pg_reload_conf()");
            }
        };
    }

    /** A rule that ends when this is closed. */
    @FunctionalInterface
    interface Strictness extends AutoCloseable {}

    private String answer(String query) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /** The JDK makes certificates by its tool only. */
    private static KeyStore selfSigned(Path store, String name) throws Exception {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                ALIAS,
                "-dname",
                "CN=" + name,
                "-ext",
                "san=dns:" + name,
                "-ext",
                "bc=ca:true",
                "-storetype",
                "PKCS12",
                "-storepass",
                STORE_PASSWORD,
                "-keystore",
                store.toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return KeyStore.getInstance(store.toFile(), STORE_PASSWORD.toCharArray());
    }

    private static Path certificate(Path file, KeyStore keys) throws Exception {
        return pem(file, "CERTIFICATE", keys.getCertificate(ALIAS).getEncoded());
    }

    private static Path pem(Path file, String kind, byte[] content) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return Files.writeString(file, "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    }
}
