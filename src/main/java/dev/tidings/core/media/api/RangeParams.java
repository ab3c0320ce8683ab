package dev.tidings.core.media.api;

import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which bytes a request asks for: one range, in the three forms of HTTP.
 *
 * @param partial whether the request named a range, even if it covers the whole file
 */
record RangeParams(long offset, long length, boolean partial) {
    private static final Pattern ONE = Pattern.compile("bytes\\s*=\\s*(\\d{0,18})\\s*-\\s*(\\d{0,18})");

    /**
     * Reads the header {@code Range}.
     *
     * @param ifRange the header {@code If-Range}: the range counts only for a file with this tag
     */
    static RangeParams of(String range, String ifRange, String etag, long size) {
        if (range == null || (ifRange != null && !ifRange.strip().equals(etag))) {
            return new RangeParams(0, size, false);
        }
        Matcher matcher = ONE.matcher(range.strip());
        if (!matcher.matches()) {
            throw invalid(size);
        }
        String first = matcher.group(1);
        String last = matcher.group(2);
        if (first.isEmpty() && last.isEmpty()) {
            throw invalid(size);
        }
        long from = first.isEmpty() ? Math.max(0, size - Long.parseLong(last)) : Long.parseLong(first);
        long to = first.isEmpty() || last.isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(last));
        if (from > to) {
            throw invalid(size);
        }
        return new RangeParams(from, to - from + 1, true);
    }

    /** The value of {@code Content-Range}. */
    String header(long size) {
        return "bytes " + offset + "-" + (offset + length - 1) + "/" + size;
    }

    private static ApiException invalid(long size) {
        return ApiException.of(
                ErrorCode.INVALID_REQUEST,
                "Range",
                "Must be one range of bytes within 0-" + (size - 1)
                        + ", such as bytes=0-99, bytes=100- or bytes=-100.");
    }
}
