package dev.tidings.support;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.net.URI;

/** A service that runs already and is to be tested as it is: {@code -Dtidings.url=... -Dtidings.key=...}. */
final class RunningService {
    private static final String URL = System.getProperty("tidings.url");

    private RunningService() {}

    static boolean isGiven() {
        return URL != null;
    }

    static String url() {
        return URL.replaceAll("/+$", "");
    }

    static int port() {
        URI uri = URI.create(URL);
        return uri.getPort() > 0 ? uri.getPort() : 80;
    }

    static String key() {
        String key = System.getProperty("tidings.key");
        if (key == null) {
            throw new IllegalStateException("-Dtidings.url needs -Dtidings.key, a key of all scopes");
        }
        return key;
    }

    /** Skips a test that starts or ends the process. */
    static void requireNone() {
        assumeFalse(isGiven(), "steers the process, which a running service does not allow");
    }
}
