package dev.tidings.access.apikey;

import static dev.tidings.support.Api.assertFailure;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.tidings.access.auth.Scope;
import dev.tidings.access.auth.TestKeys;
import dev.tidings.support.Api;
import dev.tidings.support.MovableClock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ApiKeyTest {
    @Inject
    MovableClock clock;

    @Inject
    TestKeys keys;

    private Api api;

    @BeforeEach
    void open() {
        api = Api.operator();
    }

    @Test
    void showsTheTextOfAKeyOnceOnly() {
        JsonPath created = create(Map.of("name", "billing", "scopes", List.of("messages:read")));
        api.get("/v1/keys?limit=100")
                .then()
                .statusCode(200)
                .body("data.keyId", hasItem((String) created.get("data.keyId")))
                .body("data.key", not(hasItem((String) created.get("data.key"))))
                .body("data[0].key", nullValue());
    }

    @Test
    void makesKeysThatWorkWithinTheirScopes() {
        Api reader = Api.withKey(create(Map.of("name", "reader", "scopes", List.of("messages:read")))
                .get("data.key"));
        reader.get("/v1/messages").then().statusCode(200);
        assertFailure(reader.get("/v1/sessions"), 403, "insufficient_permissions")
                .body("error.details.reason", equalTo("needs the scope sessions:read"));
    }

    @Test
    void neverGivesAKeyMoreThanItsMakerHas() {
        Api maker = Api.withKey(keys.with(null, Scope.KEYS_WRITE));
        assertFailure(
                maker.post("/v1/keys", Map.of("name", "more", "scopes", List.of("admin"))),
                403,
                "insufficient_permissions",
                "scopes");
    }

    @Test
    void expiresAtTheSecond() {
        String until = clock.instant().plusSeconds(3600).toString();
        Api shortLived =
                Api.withKey(create(Map.of("name", "short", "scopes", List.of("messages:read"), "expiresAt", until))
                        .get("data.key"));
        shortLived.get("/v1/messages").then().statusCode(200);
        clock.advance(Duration.ofHours(1));
        assertFailure(shortLived.get("/v1/messages"), 401, "expired_api_key");
    }

    @Test
    void takesNoKeyThatHasExpiredAlready() {
        assertFailure(
                api.post(
                        "/v1/keys",
                        Map.of("name", "late", "scopes", List.of("admin"), "expiresAt", "2020-01-01T00:00:00Z")),
                400,
                "invalid_request",
                "expiresAt");
    }

    @Test
    void stopsWorkingWithinASecondOfItsRevocation() {
        JsonPath created = create(Map.of("name", "gone", "scopes", List.of("messages:read")));
        Api revoked = Api.withKey(created.get("data.key"));
        revoked.get("/v1/messages").then().statusCode(200);
        String path = "/v1/keys/" + created.get("data.keyId");
        api.delete(path).then().statusCode(200).body("data.name", equalTo("gone"));
        await().atMost(Duration.ofSeconds(1))
                .untilAsserted(() -> assertFailure(revoked.get("/v1/messages"), 401, "invalid_api_key"));
        assertFailure(api.delete(path), 404, "resource_not_found");
    }

    @Test
    void showsKeysOfItsOwnAccountOnly() {
        create(Map.of("name", "mine", "scopes", List.of("messages:read")));
        Api other = Api.withKey(keys.ofAnotherAccount());
        other.get("/v1/keys").then().statusCode(200).body("data.name", equalTo(List.of("test")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Basic dGRnOng=", "tdg_abc"})
    void takesBearerAlone(String header) {
        assertFailure(given().header("Authorization", header).get("/v1/sessions"), 401, "missing_api_key");
    }

    @Test
    void acceptsTheSchemeInAnyCase() {
        given().header("Authorization", "bearer " + keys.with(null, Scope.SESSIONS_READ))
                .get("/v1/sessions")
                .then()
                .statusCode(200);
    }

    @Test
    void makesKeysOfThePublishedForm() {
        create(Map.of("name", "form", "scopes", List.of("messages:read", "messages:read")));
        api.post("/v1/keys", Map.of("name", "form", "scopes", List.of("messages:read", "messages:read")))
                .then()
                .statusCode(201)
                .body("data.key", matchesPattern("tdg_[0-9A-Za-z]{46}"))
                .body("data.keyId", matchesPattern("key_[0-9a-hjkmnp-tv-z]{26}"))
                .body("data.prefix", startsWith("tdg_"))
                .body("data.scopes", equalTo(List.of("messages:read")));
    }

    private JsonPath create(Map<String, Object> body) {
        return api.post("/v1/keys", body).then().statusCode(201).extract().jsonPath();
    }
}
