package dev.tidings.platform.egress;

import dev.tidings.platform.egress.EgressResult.Failed;
import dev.tidings.platform.egress.EgressResult.Fetched;
import dev.tidings.platform.egress.EgressResult.Posted;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import java.util.Optional;

/** Makes the result of a call out of a response. A result before the end of the response cuts it off. */
sealed interface ResponseReader<T> {

    Optional<T> head(HttpClientResponse response);

    Uni<Optional<T>> piece(Buffer piece);

    T end();

    T failed(Failed failure);

    /** Streams the body of a 2xx response into a sink, and counts for itself whatever length the host claims. */
    final class Streaming implements ResponseReader<Fetched> {
        private final BodySink sink;
        private final long limit;
        private Optional<String> contentType = Optional.empty();
        private long size;

        Streaming(BodySink sink, long limit) {
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
        public Fetched failed(Failed failure) {
            return failure;
        }

        private static long claimedSize(HttpClientResponse response) {
            String length = response.getHeader(HttpHeaders.CONTENT_LENGTH);
            return length != null && length.matches("[0-9]{1,18}") ? Long.parseLong(length) : 0;
        }
    }

    /** Keeps the start of the body of any response, and cuts the rest off. */
    final class Truncating implements ResponseReader<Posted> {
        private final long limit;
        private final Buffer body = Buffer.buffer();
        private int status;
        private Optional<String> retryAfter = Optional.empty();

        Truncating(long limit) {
            this.limit = limit;
        }

        @Override
        public Optional<Posted> head(HttpClientResponse response) {
            status = response.statusCode();
            retryAfter = Optional.ofNullable(response.getHeader(HttpHeaders.RETRY_AFTER));
            return Optional.empty();
        }

        @Override
        public Uni<Optional<Posted>> piece(Buffer piece) {
            int room = (int) Math.min(piece.length(), limit - body.length());
            body.appendBuffer(piece, 0, room);
            Optional<Posted> result = room < piece.length() ? Optional.of(answered(true)) : Optional.empty();
            return Uni.createFrom().item(result);
        }

        @Override
        public Posted end() {
            return answered(false);
        }

        @Override
        public Posted failed(Failed failure) {
            return failure;
        }

        private Posted answered(boolean cut) {
            return new Posted.Answered(status, retryAfter, body, cut);
        }
    }
}
