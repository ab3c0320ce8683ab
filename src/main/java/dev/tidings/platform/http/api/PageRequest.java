package dev.tidings.platform.http.api;

import java.util.Optional;

/**
 * Which page of a list a client asks for.
 *
 * @param limit 1 to 100 entries
 * @param after the last id of the page before; null for the first page
 */
public record PageRequest(int limit, String after) {
    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 100;

    /**
     * Reads the query parameters {@code limit} and {@code cursor}.
     *
     * @throws dev.tidings.platform.error.ApiException {@code invalid_parameter_type} when the limit is no integer;
     *     {@code invalid_request} when it is out of range or the cursor did not come from here
     */
    public static PageRequest of(String limit, String cursor) {
        int size = Params.integer("limit", limit, 1, MAX_LIMIT, DEFAULT_LIMIT);
        return new PageRequest(size, cursor == null || cursor.isEmpty() ? null : Cursor.decode(cursor));
    }

    /** How many rows to read: one more than asked for tells whether there is a next page. */
    public int fetch() {
        return limit + 1;
    }

    /** The last id of the page before. */
    public Optional<String> afterId() {
        return Optional.ofNullable(after);
    }
}
