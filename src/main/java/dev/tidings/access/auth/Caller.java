package dev.tidings.access.auth;

import dev.tidings.access.audit.Actor;
import dev.tidings.access.plan.Plan;
import java.util.Set;

/**
 * Who sent the request: the account that owns all it sees and makes, and what its key and its plan allow.
 *
 * @param keyId the key's id, or {@code operator} for the key of TIDINGS_ADMIN_KEY
 * @param plan including the account's overrides
 * @param sessionIds the sessions that the key is limited to; null for all of the account
 */
public record Caller(String accountId, String keyId, Set<Scope> scopes, Plan plan, Set<String> sessionIds) {
    /** The id of a key that is not in the database. */
    static final String OPERATOR = "operator";

    /** The account of the operator's own keys. */
    public static final String DEFAULT_ACCOUNT = "acc_00000000000000000000000000";

    public Caller {
        scopes = Set.copyOf(scopes);
        sessionIds = sessionIds == null ? null : Set.copyOf(sessionIds);
    }

    public boolean has(Scope scope) {
        return scopes.contains(scope);
    }

    /** Who did it, for the audit trail. */
    public Actor actor() {
        return new Actor(accountId, keyId);
    }

    /** Whether the key may see a session of its account; any other must be answered like one that does not exist. */
    public boolean sees(String sessionId) {
        return sessionIds == null || sessionIds.contains(sessionId);
    }

    /** The sessions that the key is limited to, for a list's {@code ($n::text[] IS NULL OR session_id = ANY ($n))}. */
    public String[] visibleSessions() {
        return sessionIds == null ? null : sessionIds.toArray(String[]::new);
    }
}
