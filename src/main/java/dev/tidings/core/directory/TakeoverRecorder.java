package dev.tidings.core.directory;

import dev.tidings.platform.sql.Transaction;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** Stores what it means for sessions that they have no connection until their new owner makes one. */
public interface TakeoverRecorder {

    /** In the transaction that changes their owner; their rows of owners are locked. */
    Uni<Void> ownerChanges(Transaction transaction, List<String> sessionIds);
}
