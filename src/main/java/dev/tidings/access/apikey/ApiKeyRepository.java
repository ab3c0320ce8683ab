package dev.tidings.access.apikey;

import dev.tidings.access.auth.CredentialRepository;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;

/** Keys as their account manages them; what requests need of them is in {@link CredentialRepository}. */
@ApplicationScoped
class ApiKeyRepository implements PanacheRepositoryBase<ApiKey, String> {

    /** Newest first, after the given id if there is one. */
    Uni<List<ApiKey>> listOf(String accountId, String afterId, int limit) {
        return (afterId == null
                        ? find("accountId = ?1 and revokedAt is null order by id desc", accountId)
                        : find("accountId = ?1 and revokedAt is null and id < ?2 order by id desc", accountId, afterId))
                .page(Page.ofSize(limit))
                .list();
    }

    /** The account's key for a change, if it is not revoked; it may have expired. Null for none. */
    Uni<ApiKey> findOf(String accountId, String id) {
        return find("accountId = ?1 and id = ?2 and revokedAt is null", accountId, id)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult();
    }
}
