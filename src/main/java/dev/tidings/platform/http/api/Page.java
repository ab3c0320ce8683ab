package dev.tidings.platform.http.api;

import java.util.List;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param items the entries, newest first
 * @param nextCursor where the next page starts; null on the last one
 */
public record Page<T>(List<T> items, String nextCursor) {

    /**
     * Makes a page of one row more than was asked for: the additional row only shows that there is more.
     *
     * @param rows up to {@code request.fetch()} rows
     * @param id the id that the next page starts after
     */
    public static <T> Page<T> of(List<T> rows, PageRequest request, Function<? super T, String> id) {
        if (rows.size() <= request.limit()) {
            return new Page<>(List.copyOf(rows), null);
        }
        List<T> items = List.copyOf(rows.subList(0, request.limit()));
        return new Page<>(items, request.cursorAfter(id.apply(items.get(items.size() - 1))));
    }

    /**
     * Makes a page of a list that is kept elsewhere.
     *
     * @param next where the next page starts, in the words of the other system; null on the last one
     */
    public static <T> Page<T> upTo(List<T> items, PageRequest request, String next) {
        return new Page<>(List.copyOf(items), next == null ? null : request.cursorAfter(next));
    }

    /** The same page with other entries. */
    public <R> Page<R> map(Function<? super T, ? extends R> mapping) {
        return new Page<>(items.stream().<R>map(mapping).toList(), nextCursor);
    }
}
