package dev.tidings.access.apikey;

import static dev.tidings.support.Api.assertFailure;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.tidings.access.auth.KeyUsageRecorder;
import dev.tidings.support.Api;
import dev.tidings.support.MovableClock;
import dev.tidings.support.Tenant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that are rotated, limited to networks, and whose use is recorded. */
@QuarkusTest
class KeyLifeTest {
    private static final List<String> SCOPES = List.of("keys:read", "keys:write", "account:read");

    @Inject
    MovableClock clock;

    @Inject
    KeyUsageRecorder usage;

    @Inject
    Pool pool;

    private Tenant tenant;

    @BeforeEach
    void open() {
        tenant = Tenant.on("unlimited");
    }

    @Test
    void isReplacedByOneThatMayDoTheSameAndDiesAtOnceWithoutGrace() {
        JsonPath old = create(Map.of("networks", List.of("127.0.0.0/8", "::1/128")));
        JsonPath fresh = rotate(tenant.api(), old.get("data.keyId"), Map.of());
        Api holder = Api.withKey(fresh.get("data.key"));
        holder.get("/v1/account").then().statusCode(200);
        holder.get("/v1/keys?limit=1")
                .then()
                .body("data[0].keyId", equalTo(fresh.get("data.keyId")))
                .body("data[0].name", equalTo("test"))
                .body("data[0].scopes", equalTo(SCOPES))
                .body("data[0].networks", equalTo(List.of("127.0.0.0/8", "::1/128")))
                .body("data[0].key", nullValue());
        await().atMost(Duration.ofSeconds(1))
                .untilAsserted(() ->
                        assertFailure(Api.withKey(old.get("data.key")).get("/v1/account"), 401, "invalid_api_key"));
    }

    @Test
    void goesOnBesideItsReplacementUntilTheGraceIsOver() {
        JsonPath old = create(Map.of());
        rotate(tenant.api(), old.get("data.keyId"), Map.of("gracePeriodSeconds", 60));
        Api holder = Api.withKey(old.get("data.key"));
        holder.get("/v1/account").then().statusCode(200);
        clock.advance(Duration.ofSeconds(59));
        holder.get("/v1/account").then().statusCode(200);
        clock.advance(Duration.ofSeconds(1));
        await().atMost(Duration.ofSeconds(1))
                .untilAsserted(() -> assertFailure(holder.get("/v1/account"), 401, "expired_api_key"));
        assertFailure(
                tenant.api().post("/v1/keys/" + old.get("data.keyId") + "/rotate", Map.of()), 400, "invalid_request");
    }

    @Test
    void givesNoMoreByItsRotationThanTheOneThatAsksForIt() {
        JsonPath strong = create(Map.of());
        Api weak = Api.withKey(tenant.key(List.of("keys:write")));
        String path = "/v1/keys/" + strong.get("data.keyId") + "/rotate";
        assertFailure(weak.post(path, Map.of()), 403, "insufficient_permissions");
        assertFailure(tenant.api().post(path, Map.of("gracePeriodSeconds", -1)), 400, "invalid_request");
        assertFailure(tenant.api().post("/v1/keys/key_none/rotate", Map.of()), 404, "resource_not_found");
    }

    @Test
    void isRefusedFromOtherNetworks() {
        Api elsewhere = Api.withKey(create(Map.of("networks", List.of("203.0.113.0/24", "2001:db8::/32")))
                .get("data.key"));
        assertFailure(elsewhere.get("/v1/account"), 403, "insufficient_permissions")
                .body("error.details.reason", startsWith("the key may not be used from the address "));
    }

    @Test
    void givesNoNetworkThatItMayNotBeUsedFromItself() {
        Api here = Api.withKey(
                create(Map.of("networks", List.of("127.0.0.0/8", "::1/128"))).get("data.key"));
        Map<String, Object> wider = Map.of("name", "x", "scopes", SCOPES, "networks", List.of("0.0.0.0/0"));
        assertFailure(here.post("/v1/keys", wider), 403, "insufficient_permissions", "networks[0]");
        here.post("/v1/keys", Map.of("name", "x", "scopes", SCOPES, "networks", List.of("127.0.0.1")))
                .then()
                .statusCode(201);
        here.post("/v1/keys", Map.of("name", "x", "scopes", SCOPES))
                .then()
                .statusCode(201)
                .body("data.networks", equalTo(List.of("127.0.0.0/8", "::1/128")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.0/33", "10.0.0.1/8", "example.org", "fe80::1%eth0"})
    void takesNetworksAsCidrsOnly(String network) {
        Map<String, Object> body = Map.of("name", "x", "scopes", SCOPES, "networks", List.of(network));
        assertFailure(tenant.api().post("/v1/keys", body), 400, "invalid_request", "networks[0]");
    }

    @Test
    void showsWhenItWasLastUsedWithoutAWriteForEachRequest() {
        JsonPath made = create(Map.of());
        shown(made).body("data[0].lastUsedAt", nullValue());
        Api holder = Api.withKey(made.get("data.key"));
        holder.get("/v1/account").then().statusCode(200);
        usage.write().await().indefinitely();
        String first =
                shown(made).body("data[0].lastUsedAt", notNullValue()).extract().path("data[0].lastUsedAt");
        usage.write().await().indefinitely();
        shown(made).body("data[0].lastUsedAt", equalTo(first));
    }

    @Test
    void isForgottenAtOnceWhenAPersonRevokesItInTheDatabase() {
        JsonPath made = create(Map.of());
        Api holder = Api.withKey(made.get("data.key"));
        // a lookup that is being cached at this moment would stay for nearly a second
        await().until(() -> holder.get("/v1/account").statusCode() == 200);
        pool.preparedQuery("UPDATE api_key SET revoked_at = now() WHERE id = $1")
                .executeAndAwait(Tuple.of(made.<String>get("data.keyId")));
        await().atMost(Duration.ofMillis(500))
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(() -> assertFailure(holder.get("/v1/account"), 401, "invalid_api_key"));
    }

    private ValidatableResponse shown(JsonPath made) {
        return tenant.api().get("/v1/keys?limit=1").then().body("data[0].keyId", equalTo(made.get("data.keyId")));
    }

    private JsonPath create(Map<String, Object> more) {
        Map<String, Object> body = new LinkedHashMap<>(more);
        body.put("name", "test");
        body.put("scopes", SCOPES);
        return tenant.api()
                .post("/v1/keys", body)
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    private static JsonPath rotate(Api api, String keyId, Map<String, Object> body) {
        return api.post("/v1/keys/" + keyId + "/rotate", body)
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
    }
}
