package dev.tidings.platform.async;

import io.smallrye.common.vertx.ContextLocals;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The client that waits for the operation at hand. An operation ends whether or not its client stays; only while it has not
 * begun, that is before its first write or call, may it be dropped with its client. Work that no request waits for has a
 * client that never leaves.
 */
public final class WaitingClient {
    private static final String KEY = WaitingClient.class.getName();
    private static final Runnable NOTHING = () -> {};

    /** Null for work that no request waits for. */
    private final Context context;

    private final Set<Runnable> listeners = ConcurrentHashMap.newKeySet();
    private volatile boolean left;

    private WaitingClient(Context context) {
        this.context = context;
    }

    /** Makes the client of this context's request the one that {@link #current} answers with. */
    public static WaitingClient begin() {
        boolean ofRequest = VertxContext.isOnDuplicatedContext();
        WaitingClient client = new WaitingClient(ofRequest ? Vertx.currentContext() : null);
        if (ofRequest) {
            ContextLocals.put(KEY, client);
        }
        return client;
    }

    public static WaitingClient current() {
        WaitingClient client = VertxContext.isOnDuplicatedContext() ? ContextLocals.get(KEY, null) : null;
        return client == null ? new WaitingClient(null) : client;
    }

    /**
     * Work of an operation that has not begun: when the client leaves, it is cancelled.
     *
     * @throws ClientLeftException when that happens
     */
    public static <T> Uni<T> whileItWaits(Uni<T> work) {
        return Uni.createFrom().deferred(() -> {
            WaitingClient client = current();
            return client.context == null ? work : client.droppable(work);
        });
    }

    public boolean hasLeft() {
        return left;
    }

    /** Runs what {@link #whenLeft} was given, on the context of the operation. */
    public void leave() {
        left = true;
        if (!listeners.isEmpty()) {
            context.runOnContext(gone -> listeners.forEach(Runnable::run));
        }
    }

    /**
     * Runs the action when the client leaves, or now when it has; once or, at that very moment, twice.
     *
     * @return what ends that
     */
    public Runnable whenLeft(Runnable action) {
        if (context == null) {
            return NOTHING;
        }
        listeners.add(action);
        if (left) {
            context.runOnContext(gone -> action.run());
        }
        return () -> listeners.remove(action);
    }

    private <T> Uni<T> droppable(Uni<T> work) {
        return left
                ? Uni.createFrom().failure(new ClientLeftException())
                : BackgroundTasks.detached(work, abandon -> whenLeft(() -> abandon.accept(new ClientLeftException())));
    }
}
