package dev.tidings.platform.egress;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import java.util.Optional;

/** Streams the body of a 2xx answer into a sink, and counts for itself whatever the host claims. */
final class ResponseReader implements Receiver<Fetched> {
    private final BodySink sink;
    private final long limit;
    private Optional<String> contentType = Optional.empty();
    private long size;

    ResponseReader(BodySink sink, long limit) {
        this.sink = sink;
        this.limit = limit;
    }

    @Override
    public Optional<Fetched> head(HttpClientResponse response) {
        int status = response.statusCode();
        if (status < 200 || status > 299) {
            return Optional.of(new Fetched.Status(status));
        }
        contentType = Optional.ofNullable(response.getHeader(HttpHeaders.CONTENT_TYPE));
        return claimedSize(response) > limit ? Optional.of(new Fetched.TooLarge(limit)) : Optional.empty();
    }

    @Override
    public Uni<Optional<Fetched>> piece(Buffer piece) {
        if (size + piece.length() > limit) {
            return Uni.createFrom().item(Optional.of(new Fetched.TooLarge(limit)));
        }
        size += piece.length();
        return sink.write(piece).replaceWith(Optional.empty());
    }

    @Override
    public Fetched end() {
        return new Fetched.Ok(size, contentType);
    }

    @Override
    public Fetched failed(EgressResult failure) {
        return failure;
    }

    private static long claimedSize(HttpClientResponse response) {
        String length = response.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null && length.matches("[0-9]{1,18}") ? Long.parseLong(length) : 0;
    }
}
