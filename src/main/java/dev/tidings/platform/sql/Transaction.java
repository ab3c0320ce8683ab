package dev.tidings.platform.sql;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A transaction under way, from {@link Transactions}. Services pass it on, so that what several features store commits
 * together; only repositories see its connection. The order in which rows are locked is in docs/adr/0032.
 */
public final class Transaction {
    private final SqlConnection connection;
    private final Map<LastStep<?>, Collected<?>> lastSteps = new LinkedHashMap<>();
    private final List<Runnable> followUps = new ArrayList<>();

    Transaction(SqlConnection connection) {
        this.connection = connection;
    }

    /** What comes after everything else in the transaction, because its rows are locked last. */
    public interface LastStep<T> {

        /** @param items all that was collected for it, in the order of the calls */
        Uni<Void> run(Transaction transaction, List<T> items);
    }

    /** For repositories. */
    public SqlConnection connection() {
        return connection;
    }

    /** Runs the step right before the commit, once for all that was collected for it. */
    @SuppressWarnings("unchecked")
    public synchronized <T> void last(LastStep<T> step, List<T> items) {
        // each step is stored with items of its own type only
        ((Collected<T>) lastSteps.computeIfAbsent(step, any -> new Collected<>(step, new ArrayList<T>())))
                .items()
                .addAll(items);
    }

    /**
     * Runs it once after the commit, in the order of these calls, and never after a rollback: for signals and metrics,
     * which must not report what may still be undone. A crash right after the commit omits it, so nothing may depend on
     * it alone.
     *
     * @param followUp returns at once; what it throws is logged
     */
    public synchronized void afterCommit(Runnable followUp) {
        followUps.add(followUp);
    }

    Uni<Void> runLastSteps() {
        return Multi.createFrom()
                .iterable(due())
                .onItem()
                .transformToUniAndConcatenate(Supplier::get)
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private synchronized List<Supplier<Uni<Void>>> due() {
        return lastSteps.values().stream()
                .<Supplier<Uni<Void>>>map(collected -> () -> collected.run(this))
                .toList();
    }

    synchronized List<Runnable> followUps() {
        return List.copyOf(followUps);
    }

    private record Collected<T>(LastStep<T> step, List<T> items) {
        private Uni<Void> run(Transaction transaction) {
            return step.run(transaction, items);
        }
    }
}
