package dev.tidings.access.account;

import dev.tidings.access.apikey.ApiKeyService;
import dev.tidings.access.apikey.ApiKeyView;
import dev.tidings.access.apikey.CreateKeyRequest;
import dev.tidings.access.audit.AuditAction;
import dev.tidings.access.audit.AuditService;
import dev.tidings.access.auth.Caller;
import dev.tidings.access.idempotency.FirstAnswer;
import dev.tidings.access.idempotency.IdempotencyService;
import dev.tidings.access.plan.Overrides;
import dev.tidings.access.plan.Plans;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.id.IdKind;
import dev.tidings.platform.id.Ids;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Accounts, as operators manage them; each change is recorded in the audit trail. */
@ApplicationScoped
class AccountService {
    private final AccountRepository accounts;
    private final ApiKeyService keys;
    private final AuditService audit;
    private final IdempotencyService answers;
    private final Plans plans;
    private final Ids ids;
    private final Clock clock;

    AccountService(
            AccountRepository accounts,
            ApiKeyService keys,
            AuditService audit,
            IdempotencyService answers,
            Plans plans,
            Ids ids,
            Clock clock) {
        this.accounts = accounts;
        this.keys = keys;
        this.audit = audit;
        this.answers = answers;
        this.plans = plans;
        this.ids = ids;
        this.clock = clock;
    }

    /** @throws ApiException {@code invalid_request} for a plan that is not configured */
    @WithTransaction
    Uni<AccountView> create(Caller operator, CreateAccountRequest request, FirstAnswer<AccountView> answer) {
        requirePlan(request.plan());
        Account account = new Account();
        account.id = ids.next(IdKind.ACCOUNT);
        account.name = request.name();
        account.plan = request.plan();
        account.createdAt = clock.instant();
        account.override(request.overrides() == null ? Overrides.NONE : request.overrides());
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("name", account.name);
        details.put("plan", account.plan);
        details.put("overrides", account.overrides().named());
        return accounts.persist(account)
                .call(() ->
                        audit.record(operator.actor(), AuditAction.ACCOUNT_CREATED, account.id, account.id, details))
                .map(this::view)
                .call(view -> answers.keep(answer.of(view)));
    }

    /** Newest first, after the given id if there is one. */
    @WithSession
    Uni<List<AccountView>> list(String afterId, int limit) {
        return accounts.list(afterId, limit)
                .map(found -> found.stream().map(this::view).toList());
    }

    /** @throws ApiException {@code resource_not_found} */
    @WithSession
    Uni<AccountView> get(String id) {
        return existing(id, accounts::byId).map(this::view);
    }

    /**
     * Changes the fields that are set; every replica applies the change within a second.
     *
     * @throws ApiException {@code resource_not_found}; {@code invalid_request} for a plan that is not configured
     */
    @WithTransaction
    Uni<AccountView> change(Caller operator, String id, ChangeAccountRequest request) {
        if (request.plan() != null) {
            requirePlan(request.plan());
        }
        return existing(id, accounts::findToChange)
                .call(account -> {
                    Map<String, Object> changes = apply(account, request);
                    return changes.isEmpty()
                            ? Uni.createFrom().voidItem()
                            : audit.record(operator.actor(), AuditAction.ACCOUNT_CHANGED, id, id, changes);
                })
                .map(this::view);
    }

    /**
     * Makes a key of the account, with any scopes; the answer holds its text, which is shown only then.
     *
     * @throws ApiException {@code resource_not_found}
     */
    @WithTransaction
    Uni<ApiKeyView> createKey(Caller operator, String id, CreateKeyRequest request, FirstAnswer<ApiKeyView> answer) {
        return existing(id, accounts::byId).flatMap(account -> keys.createFor(account.id, operator, request, answer));
    }

    private Map<String, Object> apply(Account account, ChangeAccountRequest request) {
        Map<String, Object> changes = new LinkedHashMap<>();
        if (request.name() != null && !request.name().equals(account.name)) {
            account.name = request.name();
            changes.put("name", account.name);
        }
        if (request.plan() != null && !request.plan().equals(account.plan)) {
            account.plan = request.plan();
            changes.put("plan", account.plan);
        }
        if (request.overrides() != null && !request.overrides().equals(account.overrides())) {
            account.override(request.overrides());
            changes.put("overrides", account.overrides().named());
        }
        if (request.suspended() != null && request.suspended() != (account.suspendedAt != null)) {
            account.suspendedAt = request.suspended() ? clock.instant() : null;
            changes.put("suspended", request.suspended());
        }
        return changes;
    }

    private static Uni<Account> existing(String id, Function<String, Uni<Account>> find) {
        Uni<Account> found =
                IdKind.ACCOUNT.matches(id) ? find.apply(id) : Uni.createFrom().nullItem();
        return found.onItem().ifNull().failWith(() -> ApiException.of(ErrorCode.RESOURCE_NOT_FOUND));
    }

    private void requirePlan(String name) {
        if (plans.find(name).isEmpty()) {
            throw ApiException.of(
                    ErrorCode.INVALID_REQUEST, "plan", "must be one of " + String.join(", ", plans.names()));
        }
    }

    private AccountView view(Account account) {
        return AccountView.of(account, plans.of(account.plan));
    }
}
