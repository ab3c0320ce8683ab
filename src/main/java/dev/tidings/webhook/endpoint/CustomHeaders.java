package dev.tidings.webhook.endpoint;

import dev.tidings.platform.egress.ConnectionHeaders;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.validation.Violations;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules of headers that an owner wants on each request to an endpoint. */
final class CustomHeaders {
    static final int MOST = 20;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");

    /** Printable, with blanks inside only: what no server reads in a way of its own. */
    private static final Pattern VALUE = Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]{0,1998}[\\x21-\\x7e])?");

    private static final Set<String> OWN = Set.of("content-type", "content-encoding", "user-agent");

    private static final String OWN_PREFIX = "webhook-";

    private CustomHeaders() {}

    static void check(Violations checks, String field, Map<String, String> headers) {
        if (headers == null) {
            return;
        }
        checks.size(field, headers.keySet(), 0, MOST);
        Set<String> names = new HashSet<>();
        headers.forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            String at = field + "." + name;
            checks.that(
                    at,
                    NAME.matcher(name).matches(),
                    ErrorCode.INVALID_REQUEST,
                    "is no name of a header, or has more than 100 characters");
            checks.that(at, !isReserved(lower), ErrorCode.INVALID_REQUEST, "this header is set by Tidings");
            checks.that(at, names.add(lower), ErrorCode.INVALID_REQUEST, "is there twice: case does not count");
            checks.that(
                    at,
                    value,
                    () -> VALUE.matcher(value).matches(),
                    ErrorCode.INVALID_REQUEST,
                    "must have 1 to 2000 printable ASCII characters, without blanks at its ends");
        });
    }

    private static boolean isReserved(String lowerCaseName) {
        return ConnectionHeaders.contain(lowerCaseName)
                || OWN.contains(lowerCaseName)
                || lowerCaseName.startsWith(OWN_PREFIX);
    }
}
