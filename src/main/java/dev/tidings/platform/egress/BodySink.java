package dev.tidings.platform.egress;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;

/** Takes a body piece by piece; the next piece is only read once this one has been taken. */
@FunctionalInterface
public interface BodySink {

    Uni<Void> write(Buffer piece);
}
