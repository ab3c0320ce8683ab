package dev.tidings.platform.egress;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import java.util.Optional;

/** Keeps the start of an answer of any status, and cuts the rest off. */
final class StartOfBody implements Receiver<Posted> {
    private final long limit;
    private final Buffer body = Buffer.buffer();
    private int status;
    private Optional<String> retryAfter = Optional.empty();

    StartOfBody(long limit) {
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
        Optional<Posted> outcome = room < piece.length() ? Optional.of(answered(true)) : Optional.empty();
        return Uni.createFrom().item(outcome);
    }

    @Override
    public Posted end() {
        return answered(false);
    }

    @Override
    public Posted failed(EgressResult failure) {
        return failure;
    }

    private Posted answered(boolean cut) {
        return new Posted.Answered(status, retryAfter, body, cut);
    }
}
