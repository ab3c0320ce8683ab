package dev.tidings.access.audit;

import dev.tidings.platform.id.IdKind;
import dev.tidings.platform.id.Ids;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Who made, changed or ended what. Entries are never changed or removed; operators read them. */
@ApplicationScoped
public class AuditService {
    private final AuditRepository entries;
    private final Ids ids;
    private final Clock clock;

    AuditService(AuditRepository entries, Ids ids, Clock clock) {
        this.entries = entries;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Adds an entry in the transaction of the change itself: both are stored, or neither.
     *
     * @param accountId the account that is changed, or whose key is changed
     * @param targetId the id of the key or the account
     * @param details values that can be written as JSON: texts, numbers, lists, maps; never a secret
     */
    public Uni<Void> record(
            Actor actor, AuditAction action, String accountId, String targetId, Map<String, Object> details) {
        return entries.insert(
                new AuditEntry(ids.next(IdKind.AUDIT), clock.instant(), actor, action, accountId, targetId, details));
    }

    /** Newest first, after the given id if there is one; {@code accountId} null means all accounts. */
    public Uni<List<AuditEntry>> list(String accountId, String afterId, int limit) {
        return entries.list(accountId, afterId, limit);
    }
}
