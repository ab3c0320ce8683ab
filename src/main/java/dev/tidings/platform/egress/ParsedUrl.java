package dev.tidings.platform.egress;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;

/** What {@link EgressPolicy} makes of a URL that a user wrote: a target, or a refusal. */
public sealed interface ParsedUrl {

    /**
     * A URL in its one form.
     *
     * @param host in ASCII and lower case; an IPv6 address without its brackets
     * @param path with its query, never empty
     * @param address the host, when it was written as an address
     */
    record Target(boolean secure, String host, int port, String path, Optional<InetAddress> address)
            implements ParsedUrl {

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

    /**
     * Why a URL is not called.
     *
     * @param reason a sentence for the user; never says what a name resolved to, as that would map the network around us
     */
    record Refusal(Kind kind, String reason) implements ParsedUrl {

        public enum Kind {
            MALFORMED,
            TOO_LONG,
            SCHEME,
            USERINFO,
            HOST,
            PORT,
            HTTPS_REQUIRED,
            FORBIDDEN_ADDRESS
        }
    }

    /** Ends the parsing of a URL; never leaves {@link EgressPolicy}. */
    final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Refusal refusal;

        RefusedException(Refusal.Kind kind, String reason) {
            super(kind.name().toLowerCase(Locale.ROOT), null, false, false);
            this.refusal = new Refusal(kind, reason);
        }

        Refusal refusal() {
            return refusal;
        }
    }
}
