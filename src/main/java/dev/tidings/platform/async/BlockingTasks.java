package dev.tidings.platform.async;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Callable;

/** Runs work that would block an event loop (drawing, encoding, files) on a worker; the result comes back on the caller's context. */
@ApplicationScoped
public class BlockingTasks {
    private final Vertx vertx;

    BlockingTasks(Vertx vertx) {
        this.vertx = vertx;
    }

    public <T> Uni<T> run(Callable<T> work) {
        return vertx.executeBlocking(work, false);
    }
}
