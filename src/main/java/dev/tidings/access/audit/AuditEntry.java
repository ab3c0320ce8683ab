package dev.tidings.access.audit;

import java.time.Instant;
import java.util.Map;

/**
 * Something that was done.
 *
 * @param accountId whose key or account it was done to
 * @param targetId the key or the account
 * @param details what it was, or what it became; never a secret
 */
public record AuditEntry(
        String id,
        Instant at,
        Actor actor,
        AuditAction action,
        String accountId,
        String targetId,
        Map<String, Object> details) {}
