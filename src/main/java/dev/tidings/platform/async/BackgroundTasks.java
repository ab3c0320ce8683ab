package dev.tidings.platform.async;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Context;
import io.vertx.mutiny.core.Vertx;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Work that no request waits for. A failure is logged in one line; the next run tries again. */
public final class BackgroundTasks {
    private static final Logger LOG = Logger.getLogger(BackgroundTasks.class);

    /** The jobs whose last run failed. */
    private static final Set<String> FAILING = ConcurrentHashMap.newKeySet();

    private static final InFlightTasks IN_FLIGHT = new InFlightTasks();

    private BackgroundTasks() {}

    /** Runs work for a caller that gets both results by callback, such as a route of the router. */
    public static <T> Cancellable run(Uni<T> work, Consumer<T> onItem, Consumer<Throwable> onFailure) {
        return work.subscribe().with(onItem, onFailure);
    }

    /** Runs work apart from whoever waits for it: it ends even when they have left, and the result is theirs otherwise. */
    public static <T> Uni<T> detached(Uni<T> work) {
        return detached(work, () -> {});
    }

    /**
     * The same, for work whose owner has to know when nobody waits for it any more.
     *
     * @param over run when whoever waits has the result, or has left
     */
    public static <T> Uni<T> detached(Uni<T> work, Runnable over) {
        return detached(work, abandon -> over);
    }

    /**
     * The same, for work that may be abandoned.
     *
     * @param begun run once the work has begun; it is given what cancels the work and fails it for whoever waits, and
     *     returns what is run when they have the result, or have left
     */
    static <T> Uni<T> detached(Uni<T> work, Function<Consumer<Throwable>, Runnable> begun) {
        return Uni.createFrom().emitter(emitter -> {
            Cancellable running = run(work, emitter::complete, emitter::fail);
            emitter.onTermination(begun.apply(reason -> {
                running.cancel();
                emitter.fail(reason);
            }));
        });
    }

    /** Runs an action for each item, one after the other; the first failure ends it. */
    public static <T> Uni<Void> each(Iterable<T> items, Function<T, Uni<Void>> action) {
        return Multi.createFrom()
                .iterable(items)
                .onItem()
                .transformToUniAndConcatenate(action::apply)
                .collect()
                .asList()
                .replaceWithVoid();
    }

    /** Runs a job that no one waits for, on its own context. */
    public static void run(String name, Vertx vertx, Supplier<Uni<Void>> job) {
        Context context =
                VertxContext.createNewDuplicatedContext(vertx.getDelegate().getOrCreateContext());
        VertxContextSafetyToggle.setContextSafe(context, true);
        context.runOnContext(ignored ->
                guard(name, Uni.createFrom().deferred(job::get)).subscribe().with(done -> {}));
    }

    /**
     * The job with its failure ignored, for schedulers that repeat it anyway. The first failure in a row is logged, and
     * the end of the row: a database that is away for an hour makes two lines, not thousands.
     *
     * @param name one of few, as it is kept in memory
     */
    public static Uni<Void> guard(String name, Uni<?> job) {
        return awaited(job)
                .replaceWithVoid()
                .invoke(() -> logRecovery(name))
                .onFailure()
                .recoverWithUni(failure -> {
                    logFailure(name, failure);
                    return Uni.createFrom().voidItem();
                });
    }

    /** Completes when no job is in flight. */
    static CompletableFuture<Void> idle() {
        return IN_FLIGHT.idle();
    }

    static int inFlight() {
        return IN_FLIGHT.count();
    }

    /** The work, counted among what an orderly stop waits for. */
    public static <T> Uni<T> awaited(Uni<T> work) {
        return Uni.createFrom()
                .deferred(() -> {
                    IN_FLIGHT.begin();
                    return work;
                })
                .onTermination()
                .invoke(IN_FLIGHT::end);
    }

    private static void logRecovery(String name) {
        if (FAILING.remove(name)) {
            LOG.infof("%s runs again", name);
        }
    }

    private static void logFailure(String name, Throwable failure) {
        if (FAILING.add(name)) {
            LOG.warnf("%s fails, and is tried again until it runs: %s", name, failure.toString());
        }
        LOG.debug(name, failure);
    }
}
