package dev.tidings.platform.http.api;

import dev.tidings.platform.crypto.Sha256;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.id.IdKind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The opaque place in a list: the last id of a page and a mark of the list that it was a page of, in base64url. The mark is made
 * of the list's filters too: a place among some entries means nothing among others.
 */
final class Cursor {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_:=-]{1,512}");
    private static final int LONGEST = 1024;
    private static final char SEPARATOR = '.';
    private static final int MARK_BYTES = 9;

    private Cursor() {}

    /** @param filters null where one is not set; each has a text that tells it from others and never changes */
    static String mark(IdKind list, Object... filters) {
        return mark(list.prefix(), filters);
    }

    /** The same for a list whose entries have no ids of ours. */
    static String mark(String list, Object... filters) {
        byte[] digest = Sha256.of(list + Arrays.toString(filters));
        return base64(Arrays.copyOf(digest, MARK_BYTES));
    }

    /** @param id letters, digits and {@code _:=-}, up to 512 of them */
    static String encode(String id, String mark) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("not an id that a cursor can hold");
        }
        return base64((id + SEPARATOR + mark).getBytes(StandardCharsets.UTF_8));
    }

    /** @throws ApiException {@code invalid_request} on the field {@code cursor} when it is none of this list with these filters */
    static String decode(String cursor, IdKind list, String mark) {
        // the release before wrote no mark: its cursors live on in clients while this one takes its place
        return decode(cursor, mark, list::matches);
    }

    /** The same for a list whose entries have no ids of ours. */
    static String decode(String cursor, String mark) {
        return decode(cursor, mark, text -> false);
    }

    private static String decode(String cursor, String mark, Predicate<String> unmarked) {
        if (cursor.length() <= LONGEST) {
            try {
                String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
                int end = text.indexOf(SEPARATOR);
                String id = end < 0 && unmarked.test(text) ? text : text.substring(0, Math.max(0, end));
                boolean marked = end < 0 || text.substring(end + 1).equals(mark);
                if (ID.matcher(id).matches()
                        && marked
                        && base64(text.getBytes(StandardCharsets.UTF_8)).equals(cursor)) {
                    return id;
                }
            } catch (IllegalArgumentException notBase64) {
                // falls through to the one answer for every bad cursor
            }
        }
        throw ApiException.of(
                ErrorCode.INVALID_REQUEST,
                "cursor",
                "Use the nextCursor of the page before, unchanged, on the same list with the same filters.");
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
