package dev.tidings.platform.http.route;

import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.regex.Pattern;

/** Which bodies count as JSON. */
public final class JsonContentType {
    private static final Pattern JSON =
            Pattern.compile("application/json[ \t]*(;[ \t]*(charset=(utf-8|\"utf-8\"))?[ \t]*)*");

    private static final Pattern ANY = Pattern.compile("[\\w!#$&^.+-]+/[\\w!#$&^.+-]+[ \t]*(;.*)?");

    private JsonContentType() {}

    /** Whether the content type is malformed: Quarkus REST refuses it without saying why. */
    public static boolean isMalformed(HttpServerRequest request) {
        String type = request.getHeader("Content-Type");
        return type != null && !ANY.matcher(type.trim()).matches();
    }

    /** @throws ApiException {@code invalid_request} unless the body is sent as plain JSON in UTF-8 */
    public static void requireJson(HttpServerRequest request) {
        String type = request.getHeader("Content-Type");
        if (type == null) {
            throw invalid("Content-Type", "Send the body as application/json; the header is missing.");
        }
        if (type.length() > 200
                || !JSON.matcher(type.trim().toLowerCase(Locale.ROOT)).matches()) {
            throw invalid("Content-Type", "Send the body as application/json in UTF-8.");
        }
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.trim().equalsIgnoreCase("identity")) {
            throw invalid("Content-Encoding", "Send the body uncompressed.");
        }
    }

    private static ApiException invalid(String field, String reason) {
        return ApiException.of(ErrorCode.INVALID_REQUEST, field, reason);
    }
}
