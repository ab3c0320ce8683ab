package dev.tidings.engine.linked.transport;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * A proxy through which one session connects. Names of hosts are resolved by the proxy.
 *
 * @param user null for none
 * @param password null for none
 */
public record Proxy(Kind kind, String host, int port, String user, String password) {
    /** For people who write a proxy. */
    public static final String RULE = "Must be socks5://host:port or http://host:port, with user:password@ if needed.";

    private static final int MAX_LENGTH = 500;
    private static final int MAX_PORT = 65_535;

    public enum Kind {
        SOCKS5,
        HTTP
    }

    /** Empty if it is no such URL. */
    public static Optional<Proxy> parse(String url) {
        if (url.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            return of(new URI(url));
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<Proxy> of(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean isKnown = scheme.equals("socks5") || scheme.equals("http");
        boolean hasMore = uri.getQuery() != null
                || uri.getFragment() != null
                || !(uri.getPath() == null
                        || uri.getPath().isEmpty()
                        || uri.getPath().equals("/"));
        if (!isKnown || hasMore || uri.getHost() == null || uri.getPort() < 1 || uri.getPort() > MAX_PORT) {
            return Optional.empty();
        }
        String[] login = uri.getRawUserInfo() == null
                ? new String[0]
                : uri.getRawUserInfo().split(":", 2);
        return Optional.of(new Proxy(
                Kind.valueOf(scheme.toUpperCase(Locale.ROOT)),
                uri.getHost(),
                uri.getPort(),
                login.length > 0 ? decoded(login[0]) : null,
                login.length > 1 ? decoded(login[1]) : null));
    }

    /** A plus sign is a plus sign here. */
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Without the user and the password. */
    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + "://" + host + ":" + port;
    }
}
