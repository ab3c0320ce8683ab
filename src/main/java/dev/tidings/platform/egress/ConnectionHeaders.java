package dev.tidings.platform.egress;

import java.util.Locale;
import java.util.Set;

/** The headers that belong to a connection, hop by hop, and are set by {@link GuardedHttpClient} alone. */
public final class ConnectionHeaders {
    private static final Set<String> NAMES = Set.of(
            "host",
            "content-length",
            "transfer-encoding",
            "connection",
            "keep-alive",
            "te",
            "trailer",
            "upgrade",
            "expect",
            "proxy-authorization",
            "proxy-connection");

    private ConnectionHeaders() {}

    /** Whether a name, in any case, is the name of one of them. */
    public static boolean contain(String name) {
        return NAMES.contains(name.toLowerCase(Locale.ROOT));
    }
}
