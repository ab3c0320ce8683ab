package dev.tidings.webhook.endpoint;

import dev.tidings.platform.egress.ConnectionHeaders;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.validation.Violations;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules for headers that an owner adds to each request to an endpoint. */
final class CustomHeaders {
    static final int MOST = 20;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");

    /** Printable, with blanks only inside: values that every server reads the same way. */
    private static final Pattern VALUE = Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]{0,1998}[\\x21-\\x7e])?");

    private static final Set<String> OWN = Set.of("content-type", "content-encoding", "user-agent");

    private static final String OWN_PREFIX = "webhook-";

    private CustomHeaders() {}

    static void check(Violations violations, String field, Map<String, String> headers) {
        if (headers == null) {
            return;
        }
        violations.size(field, headers.keySet(), 0, MOST);
        Set<String> names = new HashSet<>();
        headers.forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            String at = field + "." + name;
            violations.that(
                    at,
                    NAME.matcher(name).matches(),
                    ErrorCode.INVALID_REQUEST,
                    "is not a valid header name, or has more than 100 characters");
            violations.that(at, !isReserved(lower), ErrorCode.INVALID_REQUEST, "this header is set by Tidings");
            violations.that(
                    at,
                    names.add(lower),
                    ErrorCode.INVALID_REQUEST,
                    "is there twice: upper and lower case are the same");
            violations.that(
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
