package dev.tidings.auth;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

@ApplicationScoped
class ApiKeyRepository implements PanacheRepositoryBase<ApiKey, String> {

    /** The key that is not revoked, expired or not, or null. */
    Uni<ApiKey> findUsable(byte[] hash) {
        return find("hash = ?1 and revokedAt is null", (Object) hash).firstResult();
    }

    /** Newest first, after the given id if there is one. */
    Uni<List<ApiKey>> listOf(String accountId, String afterId, int limit) {
        return (afterId == null
                        ? find("accountId = ?1 and revokedAt is null order by id desc", accountId)
                        : find("accountId = ?1 and revokedAt is null and id < ?2 order by id desc", accountId, afterId))
                .page(Page.ofSize(limit))
                .list();
    }

    /** The key with its revocation written, or null when the account has no such key. */
    Uni<ApiKey> revoke(String accountId, String id, Instant now) {
        return find("accountId = ?1 and id = ?2 and revokedAt is null", accountId, id)
                .firstResult()
                .onItem()
                .ifNotNull()
                .invoke(key -> key.revokedAt = now);
    }
}
