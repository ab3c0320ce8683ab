package dev.tidings.access.auth;

import dev.tidings.platform.async.BackgroundTasks;
import dev.tidings.platform.sql.PgNotifications;
import io.quarkus.cache.Cache;
import io.quarkus.cache.CacheName;
import io.quarkus.cache.CacheResult;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Finds the owner of a key. Results are kept for less than a second (application.properties), so a busy key costs one
 * query per second; all are dropped as soon as the database announces that a key or an account has changed. If the
 * announcement is lost, a revoked key still stops working on every replica within one second.
 */
@ApplicationScoped
class CredentialCache {
    private static final String CACHE = "api-keys";
    private static final String CACHE_BY_ID = "api-keys-by-id";

    /** Triggers of the database send to it, see V8. */
    private static final String CHANNEL = "credentials";

    private final CredentialRepository credentials;
    private final Cache cache;
    private final Cache cacheById;

    CredentialCache(
            CredentialRepository credentials, @CacheName(CACHE) Cache cache, @CacheName(CACHE_BY_ID) Cache cacheById) {
        this.credentials = credentials;
        this.cache = cache;
        this.cacheById = cacheById;
    }

    void listen(@Observes StartupEvent started, PgNotifications notices, Vertx vertx) {
        notices.listen(CHANNEL, ignored -> BackgroundTasks.run("Forgetting keys", vertx, this::forget));
    }

    @CacheResult(cacheName = CACHE)
    Uni<Optional<Credential>> find(String hashHex) {
        return credentials.find(HexFormat.of().parseHex(hashHex));
    }

    @CacheResult(cacheName = CACHE_BY_ID)
    Uni<Optional<Credential>> findById(String keyId) {
        return credentials.findById(keyId);
    }

    private Uni<Void> forget() {
        return cache.invalidateAll().chain(cacheById::invalidateAll);
    }
}
