package dev.tidings.access.apikey;

import dev.tidings.access.audit.AuditAction;
import dev.tidings.access.audit.AuditService;
import dev.tidings.access.auth.ApiKeyFormat;
import dev.tidings.access.auth.Caller;
import dev.tidings.access.auth.Scope;
import dev.tidings.access.idempotency.FirstAnswer;
import dev.tidings.access.idempotency.IdempotencyService;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.id.IdKind;
import dev.tidings.platform.id.Ids;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes, lists, rotates and revokes the keys of an account; each change is recorded in the audit trail. */
@ApplicationScoped
public class ApiKeyService {
    private final ApiKeyRepository keys;
    private final AuditService audit;
    private final IdempotencyService answers;
    private final Ids ids;
    private final Clock clock;

    ApiKeyService(ApiKeyRepository keys, AuditService audit, IdempotencyService answers, Ids ids, Clock clock) {
        this.keys = keys;
        this.audit = audit;
        this.answers = answers;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Makes a key of the caller's account; the answer holds its text, which is shown only then.
     *
     * @throws ApiException {@code insufficient_permissions} for a scope or a network that the caller's own key does
     *     not have; {@code session_not_found} for a session that it does not see
     */
    @WithTransaction
    Uni<ApiKeyView> create(Caller caller, CreateKeyRequest request, FirstAnswer<ApiKeyView> answer) {
        KeyDelegationRules.requireScopes(caller, request.scopes());
        String[] sessions = KeyDelegationRules.sessions(caller, request.sessionIds());
        return ownNetworks(caller).flatMap(own -> {
            ApiKey key = newKey(caller.accountId(), request);
            key.sessionIds = sessions;
            key.networks = KeyDelegationRules.networks(own, request.networks());
            return store(caller, key, AuditAction.KEY_CREATED, Map.of(), answer);
        });
    }

    /** Makes a key of any account, with any scopes: for operators, and to be called in a transaction. */
    public Uni<ApiKeyView> createFor(
            String accountId, Caller operator, CreateKeyRequest request, FirstAnswer<ApiKeyView> answer) {
        ApiKey key = newKey(accountId, request);
        key.sessionIds = array(request.sessionIds());
        key.networks = array(request.networks());
        return store(operator, key, AuditAction.KEY_CREATED, Map.of(), answer);
    }

    /** Newest first, after the given id if there is one. */
    @WithSession
    Uni<List<ApiKeyView>> list(Caller caller, String afterId, int limit) {
        return keys.listOf(caller.accountId(), afterId, limit)
                .map(found -> found.stream().map(ApiKeyView::of).toList());
    }

    /** @throws ApiException {@code resource_not_found} */
    @WithTransaction
    Uni<ApiKeyView> revoke(Caller caller, String id) {
        return existing(caller, id)
                .invoke(key -> key.revokedAt = clock.instant())
                .call(key -> audit.record(caller.actor(), AuditAction.KEY_REVOKED, key.accountId, key.id, Map.of()))
                .map(ApiKeyView::of);
    }

    /**
     * Makes a key with the same rights as an existing one, which stays valid for the time of grace.
     *
     * @param grace zero revokes the old key at once
     * @throws ApiException {@code resource_not_found}; {@code invalid_request} for a key that has expired already;
     *     {@code insufficient_permissions} for one that may do more than the caller's
     */
    @WithTransaction
    Uni<ApiKeyView> rotate(Caller caller, String id, Duration grace, FirstAnswer<ApiKeyView> answer) {
        return existing(caller, id)
                .call(old -> ownNetworks(caller).invoke(own -> KeyDelegationRules.requireWithin(caller, own, old)))
                .flatMap(old -> {
                    CreateKeyRequest same = likeness(old);
                    ApiKey key = newKey(old.accountId, same);
                    key.sessionIds = old.sessionIds;
                    key.networks = old.networks;
                    retire(old, grace);
                    return store(caller, key, AuditAction.KEY_ROTATED, Map.of("replaces", old.id), answer);
                });
    }

    private Uni<ApiKey> existing(Caller caller, String id) {
        Uni<ApiKey> found = IdKind.KEY.matches(id)
                ? keys.findOf(caller.accountId(), id)
                : Uni.createFrom().nullItem();
        return found.onItem().ifNull().failWith(() -> ApiException.of(ErrorCode.RESOURCE_NOT_FOUND));
    }

    /** Where the caller's own key may be used from; null for everywhere. */
    private Uni<String[]> ownNetworks(Caller caller) {
        return keys.findById(caller.keyId()).map(own -> own == null ? null : own.networks);
    }

    private CreateKeyRequest likeness(ApiKey old) {
        if (old.expiresAt != null && !old.expiresAt.isAfter(clock.instant())) {
            throw ApiException.because(ErrorCode.INVALID_REQUEST, "the key has expired; create a new one");
        }
        return new CreateKeyRequest(old.name, ApiKeyView.of(old).scopes(), old.expiresAt, null, null);
    }

    private void retire(ApiKey old, Duration grace) {
        Instant now = clock.instant();
        Instant end = now.plus(grace);
        if (grace.isZero()) {
            old.revokedAt = now;
        } else if (old.expiresAt == null || old.expiresAt.isAfter(end)) {
            old.expiresAt = end;
        }
    }

    private Uni<ApiKeyView> store(
            Caller maker, ApiKey key, AuditAction action, Map<String, Object> more, FirstAnswer<ApiKeyView> answer) {
        String text = ApiKeyFormat.generate();
        key.prefix = ApiKeyFormat.shown(text);
        key.hash = ApiKeyFormat.hash(text);
        Map<String, Object> details = new LinkedHashMap<>(more);
        details.put("name", key.name);
        details.put("scopes", List.of(key.scopes));
        return keys.persist(key)
                .call(() -> audit.record(maker.actor(), action, key.accountId, key.id, details))
                .map(stored -> ApiKeyView.of(stored).withText(text))
                .call(view -> answers.keep(answer.of(view)));
    }

    private ApiKey newKey(String accountId, CreateKeyRequest request) {
        if (request.expiresAt() != null && !request.expiresAt().isAfter(clock.instant())) {
            throw ApiException.of(ErrorCode.INVALID_REQUEST, "expiresAt", "must be in the future");
        }
        ApiKey key = new ApiKey();
        key.id = ids.next(IdKind.KEY);
        key.accountId = accountId;
        key.name = request.name();
        key.scopes = request.scopes().stream().distinct().map(Scope::wireName).toArray(String[]::new);
        key.createdAt = clock.instant();
        key.expiresAt = request.expiresAt();
        return key;
    }

    private static String[] array(List<String> values) {
        return values == null ? null : values.stream().distinct().toArray(String[]::new);
    }
}
