package dev.tidings.platform.sql;

import dev.tidings.platform.async.BackgroundTasks;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Opens transactions that several features take part in. */
@ApplicationScoped
public class Transactions {
    private static final Logger LOG = Logger.getLogger(Transactions.class);

    private final Pool pool;

    Transactions(Pool pool) {
        this.pool = pool;
    }

    /**
     * Commits all of the work, or none of it if the work fails. Nothing in it waits for an engine, a socket, HTTP or a
     * second connection. Once begun it ends, whether or not the caller still waits.
     *
     * @param work gets the transaction, which is over when the Uni that it returns is
     */
    public <T> Uni<T> inOne(Function<Transaction, Uni<T>> work) {
        return Uni.createFrom().deferred(() -> BackgroundTasks.detached(inTransaction(work)));
    }

    private <T> Uni<T> inTransaction(Function<Transaction, Uni<T>> work) {
        AtomicReference<Transaction> begun = new AtomicReference<>();
        return pool.withTransaction(connection -> {
                    Transaction transaction = new Transaction(connection);
                    begun.set(transaction);
                    return work.apply(transaction).call(transaction::runLastSteps);
                })
                .invoke(() -> begun.get().followUps().forEach(Transactions::run));
    }

    /** The work is committed: a failure here must not look like one of the work. */
    private static void run(Runnable followUp) {
        try {
            followUp.run();
        } catch (RuntimeException e) {
            LOG.error("After a commit", e);
        }
    }
}
