package dev.tidings.access.account;

import static dev.tidings.support.Api.assertFailure;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import dev.tidings.support.Api;
import dev.tidings.support.Tenant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AccountTest {
    private static final String UNKNOWN = "acc_01kaszj5v3m8q2c7d9e1f4g6h8";

    private Api operator;

    @BeforeEach
    void open() {
        operator = Api.operator();
    }

    @Test
    void isMadeOnAPlanWithWhatDiffersFromIt() {
        operator.post(
                        "/v1/admin/accounts",
                        Map.of("name", "Acme", "plan", "basic", "overrides", Map.of("sessions", 7, "webhooks", -1)))
                .then()
                .statusCode(201)
                .body("data.accountId", matchesPattern("acc_[0-9a-hjkmnp-tv-z]{26}"))
                .body("data.plan", equalTo("basic"))
                .body("data.overrides", equalTo(Map.of("sessions", 7, "webhooks", -1)))
                .body("data.limits.requestsPerMinute", equalTo(60))
                .body("data.limits.sessions", equalTo(7))
                .body("data.limits.webhooks", nullValue())
                .body("data.suspended", equalTo(false))
                .body("data.createdAt", matchesPattern(".*Z"));
    }

    @Test
    void knowsItsPlansOnly() {
        assertFailure(
                operator.post("/v1/admin/accounts", Map.of("name", "Acme", "plan", "gold")),
                400,
                "invalid_request",
                "plan");
        Tenant tenant = Tenant.on("free");
        assertFailure(patch(tenant.accountId(), Map.of("plan", "gold")), 400, "invalid_request", "plan");
        assertFailure(
                patch(tenant.accountId(), Map.of("overrides", Map.of("sessions", -2))),
                400,
                "invalid_request",
                "overrides.sessions");
    }

    @Test
    void isListedNewestFirst() {
        String older = Tenant.on("free").accountId();
        String newer = Tenant.on("free").accountId();
        Response first = operator.get("/v1/admin/accounts?limit=1");
        first.then().statusCode(200).body("data.accountId", equalTo(List.of(newer)));
        operator.get("/v1/admin/accounts?limit=1&cursor=" + first.path("page.nextCursor"))
                .then()
                .body("data.accountId", equalTo(List.of(older)));
        operator.get("/v1/admin/accounts/" + older).then().statusCode(200).body("data.accountId", equalTo(older));
    }

    @Test
    void isFoundByItsIdOnly() {
        for (String id : List.of(UNKNOWN, "acc_none")) {
            assertFailure(operator.get("/v1/admin/accounts/" + id), 404, "resource_not_found");
            assertFailure(patch(id, Map.of("plan", "free")), 404, "resource_not_found");
            assertFailure(
                    operator.post(
                            "/v1/admin/accounts/" + id + "/keys", Map.of("name", "k", "scopes", List.of("admin"))),
                    404,
                    "resource_not_found");
        }
    }

    @Test
    void showsItsOwnerPlanLimitsUsageAndWhenItBeginsAnew() {
        Tenant tenant = Tenant.on("premium");
        String session = tenant.api().connectedSession();
        tenant.api().sentText(session, "14155552671");
        assertFailure(tenant.api().sendText(session, "14155550001", "hello"), 400, "recipient_not_on_whatsapp");
        tenant.api()
                .get("/v1/account")
                .then()
                .statusCode(200)
                .body("data.accountId", equalTo(tenant.accountId()))
                .body("data.plan", equalTo("premium"))
                .body("data.limits.messagesPerDay", equalTo(100_000))
                .body("data.limits.concurrentRequests", equalTo(50))
                .body("data.usage.requestsToday", equalTo(5))
                .body("data.usage.messagesToday", equalTo(2))
                .body("data.usage.sessions", equalTo(1))
                .body("data.usage.webhooks", equalTo(0))
                .body("data.resets.minute", matchesPattern(".*:00Z"))
                .body("data.resets.hour", matchesPattern(".*:00:00Z"))
                .body("data.resets.day", matchesPattern(".*T00:00:00Z"));
    }

    @Test
    void countsTheWebhooksThatItHas() {
        Api api = Tenant.on("premium").api();
        String id = api.post("/v1/webhooks", Map.of("url", "https://127.0.0.1/hook", "events", List.of("*")))
                .then()
                .statusCode(201)
                .extract()
                .path("data.webhookId");
        api.get("/v1/account").then().statusCode(200).body("data.usage.webhooks", equalTo(1));
        api.delete("/v1/webhooks/" + id).then().statusCode(200);
        api.get("/v1/account").then().statusCode(200).body("data.usage.webhooks", equalTo(0));
    }

    @Test
    void countsNoRequestsWithoutALimit() {
        Tenant tenant = Tenant.on("unlimited");
        String session = tenant.api().connectedSession();
        tenant.api().sentText(session, "14155552671");
        tenant.api()
                .get("/v1/account")
                .then()
                .statusCode(200)
                .body("data.plan", equalTo("unlimited"))
                .body("data.limits.sessions", nullValue())
                .body("data.usage.requestsToday", nullValue())
                .body("data.usage.messagesToday", equalTo(1));
    }

    @Test
    void goesByItsNewPlanWithinASecond() {
        Tenant tenant = Tenant.on("free");
        tenant.api().get("/v1/account").then().body("data.plan", equalTo("free"));
        tenant.change(Map.of("plan", "premium", "overrides", Map.of("sessions", 3), "name", "Bigger"));
        await().atMost(Duration.ofSeconds(1))
                .untilAsserted(() -> tenant.api()
                        .get("/v1/account")
                        .then()
                        .body("data.plan", equalTo("premium"))
                        .body("data.limits.sessions", equalTo(3)));
        operator.get("/v1/admin/accounts/" + tenant.accountId()).then().body("data.name", equalTo("Bigger"));
    }

    @Test
    void isRefusedAndSendsNothingMoreWhileItIsSuspended() {
        Tenant tenant = Tenant.on("premium");
        String session = tenant.api().connectedSession();
        tenant.change(Map.of("suspended", true));
        await().atMost(Duration.ofSeconds(1))
                .untilAsserted(() -> assertFailure(tenant.api().get("/v1/account"), 403, "insufficient_permissions")
                        .body("error.details.reason", equalTo("the account is suspended")));
        operator.get("/v1/admin/accounts/" + tenant.accountId()).then().body("data.suspended", equalTo(true));
        tenant.change(Map.of("suspended", false));
        await().atMost(Duration.ofSeconds(1))
                .untilAsserted(
                        () -> tenant.api().get("/v1/sessions/" + session).then().statusCode(200));
    }

    @Test
    void leavesATraceOfEveryChange() {
        Tenant tenant = Tenant.on("free");
        tenant.change(Map.of("plan", "basic"));
        tenant.change(Map.of("plan", "basic"));
        String made = operator.get("/v1/admin/audit?accountId=" + tenant.accountId())
                .then()
                .statusCode(200)
                .body("data.action", equalTo(List.of("account.changed", "key.created", "account.created")))
                .body("data[0].details", equalTo(Map.of("plan", "basic")))
                .body("data[0].targetId", equalTo(tenant.accountId()))
                .body("data[1].details.scopes", hasItem("messages:write"))
                .body("data[2].details.plan", equalTo("free"))
                .body("data[2].actor.accountId", equalTo("acc_00000000000000000000000000"))
                .body("data[2].actor.keyId", equalTo("operator"))
                .body("data[2].at", matchesPattern(".*Z"))
                .extract()
                .path("data[1].targetId");
        tenant.api().post("/v1/keys/" + made + "/rotate", Map.of()).then().statusCode(201);
        operator.get("/v1/admin/audit?limit=1&accountId=" + tenant.accountId())
                .then()
                .body("data[0].action", equalTo("key.rotated"))
                .body("data[0].actor.accountId", equalTo(tenant.accountId()))
                .body("data[0].actor.keyId", equalTo(made))
                .body("data[0].details.replaces", equalTo(made))
                .body("page.hasMore", equalTo(true));
    }

    private Response patch(String accountId, Map<String, Object> changes) {
        return operator.request()
                .contentType("application/json")
                .body(changes)
                .patch("/v1/admin/accounts/" + accountId);
    }
}
