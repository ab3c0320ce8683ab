package dev.tidings.auth;

import io.quarkus.cache.CacheInvalidateAll;
import io.quarkus.cache.CacheResult;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds who a key belongs to. Answers are kept for less than a second (application.properties), so a revoked key dies on every
 * replica within one second and a busy key costs one query a second.
 */
@ApplicationScoped
class KeyLookup {
    private static final String CACHE = "api-keys";

    private final ApiKeyRepository keys;

    KeyLookup(ApiKeyRepository keys) {
        this.keys = keys;
    }

    @WithSession
    @CacheResult(cacheName = CACHE)
    Uni<Optional<Caller>> find(String hashHex) {
        return keys.findUsable(HexFormat.of().parseHex(hashHex))
                .map(key -> Optional.ofNullable(key).map(KeyLookup::caller));
    }

    @CacheInvalidateAll(cacheName = CACHE)
    Uni<Void> forget() {
        return Uni.createFrom().voidItem();
    }

    private static Caller caller(ApiKey key) {
        Set<Scope> scopes = Stream.of(key.scopes).map(Scope::ofWireName).collect(Collectors.toUnmodifiableSet());
        return new Caller(key.accountId, key.id, scopes, key.expiresAt);
    }
}
