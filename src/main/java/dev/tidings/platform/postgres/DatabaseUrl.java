package dev.tidings.platform.postgres;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A database address in any of the forms that people paste: {@code postgresql://}, {@code postgres://} or
 * {@code jdbc:postgresql://}, with or without user and password.
 *
 * @param host the host as written, an IPv6 address in brackets
 * @param username the user in the URL, decoded; null when it has none
 * @param password the password in the URL, decoded; null when it has none
 * @param parameters the query, decoded, without user and password
 */
@RegisterForReflection(classNames = "org.postgresql.ssl.DefaultJavaSSLFactory", fields = false)
record DatabaseUrl(
        String host, int port, String database, String username, String password, Map<String, String> parameters) {

    private static final int DEFAULT_PORT = 5432;
    private static final String DEFAULT_DATABASE = "tidings";
    private static final String ROOT_CERTIFICATE = "sslrootcert";
    private static final String MODE = "sslmode";

    /** Of the JDBC driver: trusts whom this Java trusts. Named here alone, so it is registered for native executables too. */
    private static final String PUBLIC_AUTHORITIES = "org.postgresql.ssl.DefaultJavaSSLFactory";

    static DatabaseUrl parse(String text) {
        String trimmed = text.strip();
        URI uri = uri(trimmed.startsWith("jdbc:") ? trimmed.substring("jdbc:".length()) : trimmed);
        if (uri.getHost() == null || !("postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme()))) {
            throw malformed();
        }
        Map<String, String> parameters = query(uri.getRawQuery());
        String[] userInfo = uri.getRawUserInfo() == null
                ? new String[0]
                : uri.getRawUserInfo().split(":", 2);
        String user = userInfo.length > 0 && !userInfo[0].isEmpty() ? decode(userInfo[0]) : null;
        String password = userInfo.length > 1 && !userInfo[1].isEmpty() ? decode(userInfo[1]) : null;
        String userParameter = parameters.remove("user");
        String passwordParameter = parameters.remove("password");
        writeModeOut(parameters);
        return new DatabaseUrl(
                uri.getHost(),
                uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
                databaseOf(uri),
                user == null ? userParameter : user,
                password == null ? passwordParameter : password,
                parameters);
    }

    /**
     * The address for the JDBC driver, without credentials. Left to itself this driver looks for the authorities in a file of
     * the user's home, and fails without it; and it encrypts where it can, so that a start would succeed with a server that
     * refuses everything that comes after it in the clear.
     */
    String jdbc() {
        Map<String, String> driver = new LinkedHashMap<>(parameters);
        driver.putIfAbsent(MODE, "disable");
        if (verifies() && rootCertificate().isEmpty()) {
            driver.remove(ROOT_CERTIFICATE);
            driver.putIfAbsent("sslfactory", PUBLIC_AUTHORITIES);
        }
        return "jdbc:" + address(driver);
    }

    /** The address for the reactive driver, without credentials. */
    String reactive() {
        return address(parameters);
    }

    /** The file with the authorities to trust; empty for the public ones, which psql calls {@code system}. */
    Optional<String> rootCertificate() {
        return Optional.ofNullable(parameters.get(ROOT_CERTIFICATE)).filter(file -> !file.equals("system"));
    }

    /** JDBC has a short form, which the other driver would take for nothing and send in the clear. */
    private static void writeModeOut(Map<String, String> parameters) {
        String wanted = parameters.remove("ssl");
        if (wanted != null) {
            parameters.putIfAbsent(MODE, wanted.equalsIgnoreCase("false") ? "disable" : "verify-full");
        }
    }

    private boolean verifies() {
        String mode = parameters.getOrDefault(MODE, "");
        return mode.equals("verify-full") || mode.equals("verify-ca");
    }

    private String address(Map<String, String> query) {
        return "postgresql://" + server() + "/" + encode(database)
                + query.entrySet().stream()
                        .map(parameter -> encode(parameter.getKey()) + "=" + encode(parameter.getValue()))
                        .collect(Collectors.joining("&", query.isEmpty() ? "" : "?", ""));
    }

    /** Host and port, for messages. */
    String server() {
        return host + ":" + port;
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            // The cause quotes the URL, and a URL may hold a password.
            throw malformed();
        }
    }

    private static String databaseOf(URI uri) {
        String path = uri.getRawPath();
        return path == null || path.length() < 2 ? DEFAULT_DATABASE : decode(path.substring(1));
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (raw != null) {
            for (String pair : raw.split("&")) {
                String[] parts = pair.split("=", 2);
                if (!parts[0].isEmpty() && parts.length == 2) {
                    parameters.put(decode(parts[0]), decode(parts[1]));
                }
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        try {
            // A plus is a plus in a password; only forms mean a space by it.
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException("DATABASE_URL is not a PostgreSQL address. Write it as"
                + " postgresql://host:5432/database (one host; percent-encode special characters in user and password)"
                + " and give DATABASE_USER and DATABASE_PASSWORD.");
    }
}
