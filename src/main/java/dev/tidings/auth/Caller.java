package dev.tidings.auth;

import java.time.Instant;
import java.util.Set;

/**
 * Who sent the request: the account that everything it sees and makes belongs to, and what its key allows.
 *
 * @param keyId the key's id, or {@code operator} for the key of TIDINGS_ADMIN_KEY
 * @param expiresAt null: never
 */
public record Caller(String accountId, String keyId, Set<Scope> scopes, Instant expiresAt) {
    /** The account of the operator's own keys. */
    public static final String DEFAULT_ACCOUNT = "acc_00000000000000000000000000";

    public Caller {
        scopes = Set.copyOf(scopes);
    }

    public boolean has(Scope scope) {
        return scopes.contains(scope);
    }
}
