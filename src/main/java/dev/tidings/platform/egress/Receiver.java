package dev.tidings.platform.egress;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.util.Optional;

/** What a caller makes of an answer. An outcome before the end cuts the answer off. */
interface Receiver<T> {

    Optional<T> head(HttpClientResponse response);

    Uni<Optional<T>> piece(Buffer piece);

    T end();

    T failed(EgressResult failure);
}
