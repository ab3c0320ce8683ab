package dev.tidings.media;

import dev.tidings.http.StreamedAnswer;
import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** A file as an answer of its own, with what a client needs to take it in parts, and what keeps browsers from running it. */
final class MediaViews {
    private MediaViews() {}

    static String etag(Media media) {
        return '"' + media.sha256() + '"';
    }

    /** The file is the one that the client has. */
    static boolean isKnown(String ifNoneMatch, Media media) {
        return ifNoneMatch != null && (ifNoneMatch.strip().equals("*") || ifNoneMatch.contains(etag(media)));
    }

    static Response unchanged(Media media) {
        return Response.status(Response.Status.NOT_MODIFIED)
                .header(HttpHeaders.ETAG, etag(media))
                .build();
    }

    static Response whole(Media media, RangeParams range, Multi<Buffer> bytes) {
        Response.ResponseBuilder answer = Response.status(range.partial() ? 206 : 200)
                .entity(new StreamedAnswer(bytes, range.length()))
                .header(HttpHeaders.CONTENT_TYPE, media.mimeType())
                .header(HttpHeaders.CONTENT_LENGTH, range.length())
                .header(HttpHeaders.CONTENT_DISPOSITION, disposition(media))
                .header(HttpHeaders.ETAG, etag(media))
                .header(HttpHeaders.CACHE_CONTROL, "private")
                .header("Accept-Ranges", "bytes")
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "default-src 'none'; sandbox");
        if (range.partial()) {
            answer.header("Content-Range", range.header(media.size()));
        }
        return answer.build();
    }

    /** In both forms of RFC 6266: one for clients that know ASCII alone, one with the name as it is. */
    private static String disposition(Media media) {
        String name = media.filename() == null ? media.id() : media.filename();
        String ascii = name.replaceAll("[^\\x20-\\x7e]", "_");
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
        return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + encoded;
    }
}
