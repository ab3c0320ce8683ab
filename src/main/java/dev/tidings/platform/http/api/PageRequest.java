package dev.tidings.platform.http.api;

import dev.tidings.platform.id.IdKind;
import java.util.Optional;

/**
 * Which page of a list a client asks for.
 *
 * @param limit 1 to 100 entries
 * @param after the last id of the page before, or what another system says of its end; null for the first page
 * @param mark of the list, for its cursors
 */
public record PageRequest(int limit, String after, String mark) {
    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 100;

    /**
     * Reads the query parameters {@code limit} and {@code cursor}.
     *
     * @param list what it lists
     * @param filters what narrows the list, path parameters included: the cursor of a page counts on the same list with the
     *     same filters only. Values whose text is their meaning, such as strings, times, enums, lists and records of these
     * @throws dev.tidings.platform.error.ApiException {@code invalid_parameter_type} when the limit is no integer;
     *     {@code invalid_request} when it is out of range or the cursor is none of this list
     */
    public static PageRequest of(IdKind list, String limit, String cursor, Object... filters) {
        int size = Params.integer("limit", limit, 1, MAX_LIMIT, DEFAULT_LIMIT);
        String mark = Cursor.mark(list, filters);
        boolean first = cursor == null || cursor.isEmpty();
        return new PageRequest(size, first ? null : Cursor.decode(cursor, list, mark), mark);
    }

    /**
     * The same for a list that is kept elsewhere, where another system says where a page ends.
     *
     * @param list its name, which no other list has
     */
    public static PageRequest ofForeign(String list, String limit, String cursor, Object... filters) {
        int size = Params.integer("limit", limit, 1, MAX_LIMIT, DEFAULT_LIMIT);
        String mark = Cursor.mark(list, filters);
        boolean first = cursor == null || cursor.isEmpty();
        return new PageRequest(size, first ? null : Cursor.decode(cursor, mark), mark);
    }

    /** How many rows to read: one more than asked for shows whether there is a next page. */
    public int fetch() {
        return limit + 1;
    }

    /** The last id of the page before. */
    public Optional<String> afterId() {
        return Optional.ofNullable(after);
    }

    /** The cursor of the page that comes after this id. */
    String cursorAfter(String id) {
        return Cursor.encode(id, mark);
    }
}
