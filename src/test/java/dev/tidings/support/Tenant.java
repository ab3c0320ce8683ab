package dev.tidings.support;

import dev.tidings.access.auth.Scope;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** An account of its own, made as an operator would make it; its key has all scopes but {@code admin}. */
public record Tenant(String accountId, Api api) {

    public static Tenant on(String plan) {
        return on(plan, Map.of());
    }

    /** @param overrides limits that differ from the plan's; -1 for none */
    public static Tenant on(String plan, Map<String, Integer> overrides) {
        Api operator = Api.operator();
        String account = operator.post(
                        "/v1/admin/accounts", Map.of("name", "tenant", "plan", plan, "overrides", overrides))
                .then()
                .statusCode(201)
                .extract()
                .path("data.accountId");
        return new Tenant(account, Api.withKey(key(operator, account, scopesBut(Scope.ADMIN))));
    }

    /** The text of one more key of the account. */
    public String key(List<String> scopes) {
        return key(Api.operator(), accountId, scopes);
    }

    /** Changes the account, as an operator. */
    public void change(Map<String, Object> changes) {
        Api.operator()
                .request()
                .contentType("application/json")
                .body(changes)
                .patch("/v1/admin/accounts/" + accountId)
                .then()
                .statusCode(200);
    }

    public static List<String> scopesBut(Scope missing) {
        return Stream.of(Scope.values())
                .filter(scope -> scope != missing)
                .map(Scope::wireName)
                .toList();
    }

    private static String key(Api operator, String account, List<String> scopes) {
        return operator.post("/v1/admin/accounts/" + account + "/keys", Map.of("name", "test", "scopes", scopes))
                .then()
                .statusCode(201)
                .extract()
                .path("data.key");
    }
}
