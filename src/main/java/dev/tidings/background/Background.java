package dev.tidings.background;

import io.smallrye.mutiny.Uni;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Work that no request waits for. A failure is told in one line; the next run tries again. */
public final class Background {
    private static final Logger LOG = Logger.getLogger(Background.class);

    private Background() {}

    /** Runs work for a caller that takes both outcomes by callback, such as a route of the router. */
    public static <T> void run(Uni<T> work, Consumer<T> onItem, Consumer<Throwable> onFailure) {
        work.subscribe().with(onItem, onFailure);
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
