package dev.tidings.engine.linked.store;

import dev.tidings.core.directory.OwnershipToken;
import dev.tidings.core.directory.SessionOwnership;
import dev.tidings.platform.sql.Transaction;
import io.smallrye.mutiny.Uni;

/** Nobody writes for a session without being its owner. */
final class Tokens {
    private Tokens() {}

    /** Fails when the token is not the session's any more; otherwise it stays so until the end of the transaction. */
    static Uni<Void> lock(SessionOwnership ownership, Transaction transaction, OwnershipToken token, String sessionId) {
        if (!token.sessionId().equals(sessionId)) {
            throw new IllegalArgumentException("the token is of another session");
        }
        return ownership.lock(transaction, token);
    }
}
