package dev.tidings.auth;

import dev.tidings.auth.ApiKeyResource.CreateKeyRequest;
import dev.tidings.error.ApiException;
import dev.tidings.error.ErrorCode;
import dev.tidings.id.IdKind;
import dev.tidings.id.Ids;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;

/** Makes, lists and revokes the keys of an account. */
@ApplicationScoped
class ApiKeyService {
    private final ApiKeyRepository keys;
    private final KeyLookup lookup;
    private final Ids ids;
    private final Clock clock;

    ApiKeyService(ApiKeyRepository keys, KeyLookup lookup, Ids ids, Clock clock) {
        this.keys = keys;
        this.lookup = lookup;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Makes a key; the answer holds its text, which is known at this moment only.
     *
     * @throws ApiException {@code insufficient_permissions} for a scope that the caller does not hold itself
     */
    @WithTransaction
    Uni<ApiKeyView> create(Caller caller, CreateKeyRequest request) {
        for (Scope scope : request.scopes()) {
            if (!caller.has(scope)) {
                throw ApiException.of(
                        ErrorCode.INSUFFICIENT_PERMISSIONS,
                        "scopes",
                        "a key cannot give the scope " + scope.wireName() + ", which it lacks itself");
            }
        }
        if (request.expiresAt() != null && !request.expiresAt().isAfter(clock.instant())) {
            throw ApiException.of(ErrorCode.INVALID_REQUEST, "expiresAt", "must be in the future");
        }
        String text = KeyText.generate();
        return keys.persist(newKey(caller.accountId(), request, text))
                .map(stored -> ApiKeyView.of(stored).withText(text));
    }

    /** Newest first, after the given id if there is one. */
    @WithSession
    Uni<List<ApiKeyView>> list(Caller caller, String afterId, int limit) {
        return keys.listOf(caller.accountId(), afterId, limit)
                .map(found -> found.stream().map(ApiKeyView::of).toList());
    }

    @WithTransaction
    Uni<ApiKeyView> revoke(Caller caller, String id) {
        if (!IdKind.KEY.matches(id)) {
            throw ApiException.of(ErrorCode.RESOURCE_NOT_FOUND);
        }
        return keys.revoke(caller.accountId(), id, clock.instant())
                .onItem()
                .ifNull()
                .failWith(() -> ApiException.of(ErrorCode.RESOURCE_NOT_FOUND))
                .call(lookup::forget)
                .map(ApiKeyView::of);
    }

    private ApiKey newKey(String accountId, CreateKeyRequest request, String text) {
        ApiKey key = new ApiKey();
        key.id = ids.next(IdKind.KEY);
        key.accountId = accountId;
        key.name = request.name();
        key.prefix = KeyText.shown(text);
        key.hash = KeyText.hash(text);
        key.scopes = request.scopes().stream().distinct().map(Scope::wireName).toArray(String[]::new);
        key.createdAt = clock.instant();
        key.expiresAt = request.expiresAt();
        return key;
    }
}
