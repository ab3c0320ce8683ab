package dev.tidings.platform.http.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;

/**
 * The envelope of every success.
 *
 * @param success always true
 * @param data the result of the operation
 * @param page only on lists
 */
public record ApiResponse<T>(
        boolean success,
        T data,
        @JsonInclude(JsonInclude.Include.NON_NULL) PageInfo page) {

    /**
     * Where a list continues.
     *
     * @param nextCursor the {@code cursor} of the next page; null on the last one
     * @param hasMore whether there is a next page
     */
    public record PageInfo(String nextCursor, boolean hasMore) {}

    /** One resource, or another result of an operation. */
    public static <T> ApiResponse<T> of(T data) {
        return new ApiResponse<>(true, data, null);
    }

    /** One page of a list. */
    public static <T> ApiResponse<List<T>> page(Page<T> page) {
        Objects.requireNonNull(page);
        return new ApiResponse<>(true, page.items(), new PageInfo(page.nextCursor(), page.nextCursor() != null));
    }
}
