package dev.tidings.platform.http.api;

import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/** The opaque place in a list: the last id of a page in base64url, so that nobody builds one by hand. */
public final class Cursor {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_:.-]{1,128}");
    private static final int LONGEST = 256;

    private Cursor() {}

    /** @param id letters, digits and {@code _:.-}, up to 128 of them */
    public static String encode(String id) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("not an id that a cursor can hold");
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws ApiException {@code invalid_request} on the field {@code cursor} when it did not come from here */
    public static String decode(String cursor) {
        if (cursor.length() <= LONGEST) {
            try {
                String id = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
                if (ID.matcher(id).matches() && encode(id).equals(cursor)) {
                    return id;
                }
            } catch (IllegalArgumentException notBase64) {
                // falls through to the one answer for every bad cursor
            }
        }
        throw ApiException.of(ErrorCode.INVALID_REQUEST, "cursor", "Use the nextCursor of the page before, unchanged.");
    }
}
