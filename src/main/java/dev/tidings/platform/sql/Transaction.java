package dev.tidings.platform.sql;

import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.List;

/**
 * A transaction under way, from {@link Transactions}. Services pass it on, so that what several features store commits
 * together; only repositories see its connection. The order in which rows are locked is in docs/adr/0032.
 */
public final class Transaction {
    private final SqlConnection connection;
    private final List<Runnable> followUps;

    Transaction(SqlConnection connection, List<Runnable> followUps) {
        this.connection = connection;
        this.followUps = followUps;
    }

    /** For repositories. */
    public SqlConnection connection() {
        return connection;
    }

    /**
     * Runs it once after the commit, in the order of these calls, and never after a rollback: for signals and metrics,
     * which must not report what may still be undone. A crash right after the commit omits it, so nothing may depend on
     * it alone.
     *
     * @param followUp returns at once; what it throws is logged
     */
    public void afterCommit(Runnable followUp) {
        followUps.add(followUp);
    }
}
