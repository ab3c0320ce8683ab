package dev.tidings.platform.egress;

import dev.tidings.platform.egress.ParsedUrl.Refusal.Kind;
import dev.tidings.platform.egress.ParsedUrl.RefusedException;
import dev.tidings.platform.egress.ParsedUrl.Target;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Parses a URL strictly. {@code java.net.URI} is not used: what it accepts and what it refuses differ from what clients,
 * resolvers and servers make of the same text, and attacks use the difference.
 */
final class UrlParser {
    static final int MAX_LENGTH = 2048;

    /** What must not stand in a request line as it is. */
    private static final String ENCODED = "\"<>^`{|}";

    private UrlParser() {}

    /** @throws RefusedException when it is no URL that we call */
    static Target parse(String url) {
        checkText(url);
        boolean secure = secure(url);
        String rest = url.substring(secure ? "https://".length() : "http://".length());
        int end = endOfAuthority(rest);
        String authority = rest.substring(0, end);
        if (authority.indexOf('@') >= 0) {
            throw refused(Kind.USERINFO, "The URL must not hold a user name or a password.");
        }
        int colon = authority.indexOf(':', Math.max(0, endOfBrackets(authority)));
        HostParser.Host host = HostParser.canonical(colon < 0 ? authority : authority.substring(0, colon));
        int port = colon < 0 ? Target.defaultPort(secure) : port(authority.substring(colon + 1), secure);
        return new Target(secure, host.text(), port, path(rest.substring(end)), host.address());
    }

    private static void checkText(String url) {
        if (url == null || url.isEmpty()) {
            throw refused(Kind.MALFORMED, "The URL is empty.");
        }
        if (url.length() > MAX_LENGTH) {
            throw refused(Kind.TOO_LONG, "The URL must have at most " + MAX_LENGTH + " characters.");
        }
        for (int i = 0; i < url.length(); i++) {
            char c = url.charAt(i);
            if (c <= ' ' || c == '\\' || Character.isISOControl(c)) {
                throw refused(Kind.MALFORMED, "The URL must not hold blanks, control characters or backslashes.");
            }
        }
    }

    private static boolean secure(String url) {
        String start = url.substring(0, Math.min(url.length(), 8)).toLowerCase(Locale.ROOT);
        if (start.equals("https://")) {
            return true;
        }
        if (start.startsWith("http://")) {
            return false;
        }
        throw refused(Kind.SCHEME, "The URL must start with https:// or http://.");
    }

    private static int endOfAuthority(String rest) {
        for (int i = 0; i < rest.length(); i++) {
            if ("/?#".indexOf(rest.charAt(i)) >= 0) {
                return i;
            }
        }
        return rest.length();
    }

    /** Where an address in brackets ends; -1 without one. */
    private static int endOfBrackets(String authority) {
        if (!authority.startsWith("[")) {
            return -1;
        }
        int end = authority.indexOf(']') + 1;
        if (end == 0 || (end < authority.length() && authority.charAt(end) != ':')) {
            throw refused(Kind.HOST, "The host is not a valid IPv6 address.");
        }
        return end;
    }

    private static int port(String text, boolean secure) {
        if (text.isEmpty()) {
            return Target.defaultPort(secure);
        }
        int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
        if (port < 1 || port > 65535) {
            throw refused(Kind.PORT, "The port must lie between 1 and 65535.");
        }
        return port;
    }

    /** Path and query without the fragment, in the characters that a request line may hold. */
    private static String path(String rest) {
        int fragment = rest.indexOf('#');
        String path = fragment < 0 ? rest : rest.substring(0, fragment);
        StringBuilder encoded = new StringBuilder(path.startsWith("/") ? "" : "/");
        ByteBuffer bytes = utf8(path);
        while (bytes.hasRemaining()) {
            int b = bytes.get() & 0xff;
            if (b >= 0x80 || ENCODED.indexOf(b) >= 0) {
                encoded.append('%').append(String.format("%02X", b));
            } else {
                encoded.append((char) b);
            }
        }
        return encoded.toString();
    }

    private static ByteBuffer utf8(String text) {
        try {
            return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException halfACharacter) {
            throw refused(Kind.MALFORMED, "The URL holds half a character.");
        }
    }

    private static RefusedException refused(Kind kind, String reason) {
        return new RefusedException(kind, reason);
    }
}
