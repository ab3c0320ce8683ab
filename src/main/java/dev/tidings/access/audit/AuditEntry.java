package dev.tidings.access.audit;

import java.time.Instant;
import java.util.Map;

/**
 * One recorded action.
 *
 * @param accountId the account that was changed, or whose key was changed
 * @param targetId the id of the key or the account
 * @param details the properties of the new or changed object; never a secret
 */
public record AuditEntry(
        String id,
        Instant at,
        Actor actor,
        AuditAction action,
        String accountId,
        String targetId,
        Map<String, Object> details) {}
