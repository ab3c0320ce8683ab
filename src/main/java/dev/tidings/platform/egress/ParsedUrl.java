package dev.tidings.platform.egress;

import java.net.InetAddress;
import java.util.Optional;

/**
 * A URL in its one form, as {@link EgressPolicy} read it.
 *
 * @param host in ASCII and lower case; an IPv6 address without its brackets
 * @param path with its query, never empty
 * @param address the host, when it was written as an address
 */
public record ParsedUrl(boolean secure, String host, int port, String path, Optional<InetAddress> address)
        implements Parsed {

    /** The canonical URL. */
    public String url() {
        return (secure ? "https://" : "http://") + authority() + path;
    }

    /** The value of the {@code Host} header: no default port, brackets around IPv6. */
    String authority() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == defaultPort(secure) ? name : name + ":" + port;
    }

    static int defaultPort(boolean secure) {
        return secure ? 443 : 80;
    }
}
