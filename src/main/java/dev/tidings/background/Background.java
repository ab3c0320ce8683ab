package dev.tidings.background;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.mutiny.core.Vertx;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Work that no request waits for. A failure is told in one line; the next run tries again. */
public final class Background {
    private static final Logger LOG = Logger.getLogger(Background.class);

    private Background() {}

    /** Runs work for a caller that takes both outcomes by callback, such as a route of the router. */
    public static <T> void run(Uni<T> work, Consumer<T> onItem, Consumer<Throwable> onFailure) {
        work.subscribe().with(onItem, onFailure);
    }

    /** Runs a job that nobody waits for, on a context of its own. */
    public static void run(String name, Vertx vertx, Supplier<Uni<Void>> job) {
        Context context =
                VertxContext.createNewDuplicatedContext(vertx.getDelegate().getOrCreateContext());
        VertxContextSafetyToggle.setContextSafe(context, true);
        context.runOnContext(ignored ->
                guard(name, Uni.createFrom().deferred(job::get)).subscribe().with(done -> {}));
    }

    /** The job with its failure logged and swallowed, for schedulers that repeat it anyway. */
    public static Uni<Void> guard(String name, Uni<?> job) {
        return job.replaceWithVoid().onFailure().recoverWithUni(failure -> {
            LOG.warnf("%s did not run, next turn tries again: %s", name, failure.toString());
            LOG.debug(name, failure);
            return Uni.createFrom().voidItem();
        });
    }
}
