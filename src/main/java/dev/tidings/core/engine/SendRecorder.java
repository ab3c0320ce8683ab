package dev.tidings.core.engine;

import dev.tidings.platform.sql.Transaction;
import io.smallrye.mutiny.Uni;

/** Stores the result of a send that another replica asked for, together with what else says that it happened. */
public interface SendRecorder {

    /** Repeating it is harmless, also in parallel. */
    Uni<Void> record(Transaction transaction, String messageId, SendOutcome outcome);
}
