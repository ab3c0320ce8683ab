package dev.tidings.engine.cloud;

import static dev.tidings.support.Api.assertFailure;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.core.engine.EngineContract;
import dev.tidings.core.engine.Engines;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.support.FakeGraph;
import dev.tidings.support.FakeGraph.Fault;
import dev.tidings.support.FakeGraphResource;
import dev.tidings.support.LogCapture;
import dev.tidings.support.MovableClock;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(value = FakeGraphResource.class, scope = TestResourceScope.GLOBAL)
class CloudEngineTest extends EngineContract {
    private static final String NOT_ON_WHATSAPP = "14155550811";
    private static final String UNWANTED = "14155550812";

    FakeGraph graph;

    @Inject
    MovableClock movable;

    @Inject
    CircuitBreakerMaintenance breakers;

    @Inject
    Pool pool;

    @Inject
    Engines all;

    @Override
    protected String engineName() {
        return "cloud";
    }

    @Override
    protected Map<String, Object> newSession() {
        return CloudFixture.request(graph.newNumber(), "app_secret_for_tests");
    }

    @Override
    protected void connect(String sessionId) {
        // it is from the start
    }

    @Override
    protected String goodRecipient() {
        return "14155552671";
    }

    @Override
    protected Optional<String> recipientRefusedWith(ErrorCode code) {
        graph.failFor(NOT_ON_WHATSAPP, Fault.code(131026));
        graph.failFor(UNWANTED, Fault.code(131049));
        return switch (code) {
            case RECIPIENT_NOT_ON_WHATSAPP -> Optional.of(NOT_ON_WHATSAPP);
            case MESSAGE_REJECTED -> Optional.of(UNWANTED);
            default -> Optional.empty();
        };
    }

    @AfterEach
    void closeBreakers() {
        breakers.resetAll();
    }

    @Test
    void isConnectedAtOnceAndAsksForNoQrCode() {
        FakeGraph.Number number = graph.newNumber();
        String session = api.post("/v1/sessions", CloudFixture.request(number, "app_secret_for_tests"))
                .then()
                .statusCode(201)
                .body("data.status", equalTo("connected"))
                .body("data.engine", equalTo("cloud"))
                .body("data.phoneNumber", equalTo(number.shown().replaceAll("[^0-9]", "")))
                .body("data.qrCode", equalTo(null))
                .extract()
                .path("data.sessionId");
        assertFailure(api.get("/v1/sessions/" + session + "/qr"), 422, "not_supported_by_engine");
        assertFailure(
                api.post("/v1/sessions/" + session + "/pairing-code", Map.of("phoneNumber", "14155550100")),
                422,
                "not_supported_by_engine");
    }

    @Test
    void callsTheVersionThatIsConfiguredWithTheFieldsOfANumber() {
        CloudFixture cloud = CloudFixture.connect(api, graph);
        assertTrue(graph.calls(cloud.number()).stream()
                .anyMatch(call -> call.method().equals("GET")
                        && call.target()
                                .startsWith("/v25.0/" + cloud.number().id() + "?fields=id%2Cdisplay_phone_number")));
    }

    @ParameterizedTest
    @CsvSource({
        "phoneNumberId,,missing_required_parameter",
        "accessToken,,missing_required_parameter",
        "appSecret,,missing_required_parameter",
        "verifyToken,,missing_required_parameter",
        "phoneNumberId,+1 555,invalid_request",
        "accessToken,two words here,invalid_request",
        "appSecret,short,invalid_request",
        "verifyToken,short,invalid_request",
        "businessAccountId,acme,invalid_request",
        "password,12345678,invalid_request"
    })
    void saysWhatIsWrongWithItsConfig(String field, String value, String code) {
        Map<String, Object> config =
                new HashMap<>(graph.newNumber().config("app_secret_for_tests", "a phrase of ours"));
        if (value == null) {
            config.remove(field);
        } else {
            config.put(field, value);
        }
        Response answer = create(config);
        assertFailure(answer, 400, code, "config." + field);
        assertFalse(value != null && answer.asString().contains(value), "the answer shows the value");
    }

    @Test
    void needsAConfigAndTextsInIt() {
        assertFailure(
                api.post("/v1/sessions", Map.of("name", "x", "engine", "cloud")),
                400,
                "missing_required_parameter",
                "config");
        Map<String, Object> config =
                new HashMap<>(graph.newNumber().config("app_secret_for_tests", "a phrase of ours"));
        config.put("phoneNumberId", 12345);
        assertFailure(create(config), 400, "invalid_parameter_type", "config.phoneNumberId");
        assertFailure(
                api.post("/v1/sessions", Map.of("name", "x", "engine", "sandbox", "config", Map.of("a", "b"))),
                400,
                "invalid_request",
                "config");
    }

    @Test
    void makesNoSessionWithATokenOrANumberThatMetaDoesNotTake() {
        FakeGraph.Number number = graph.newNumber();
        Map<String, Object> config = new HashMap<>(number.config("app_secret_for_tests", "a phrase of ours"));
        config.put("accessToken", "EAAJBanother-token");
        assertFailure(create(config), 400, "invalid_request", "config.accessToken");
        config = new HashMap<>(number.config("app_secret_for_tests", "a phrase of ours"));
        config.put("phoneNumberId", FakeGraph.nextId());
        assertFailure(create(config), 400, "invalid_request", "config.phoneNumberId");
        graph.failFor(number.id(), Fault.code(10));
        assertFailure(create(number), 400, "invalid_request", "config.accessToken");
        graph.failFor(number.id(), Fault.code(368));
        assertFailure(create(number), 400, "invalid_request", "config.phoneNumberId");
        graph.failFor(number.id(), Fault.error(503, 131016, 0, "Service unavailable", "down"));
        assertFailure(create(number), 503, "service_unavailable").header("Retry-After", "5");
        for (int limit : new int[] {4, 17, 32, 613, 130429}) {
            graph.failFor(number.id(), Fault.code(limit).with("Retry-After", "7"));
            assertFailure(create(number), 429, "rate_limit_exceeded").header("Retry-After", "7");
        }
        graph.failFor(number.id(), new Fault(429, "", Duration.ZERO, Map.of("Retry-After", "9")));
        assertFailure(create(number), 429, "rate_limit_exceeded").header("Retry-After", "9");
        graph.failFor(number.id(), new Fault(401, "", Duration.ZERO, Map.of()));
        assertFailure(create(number), 400, "invalid_request", "config.accessToken");
        graph.failFor(
                number.id(),
                Fault.code(80007)
                        .with(
                                "X-Business-Use-Case-Usage",
                                "{\"102290129340398\":[{\"type\":\"whatsapp\",\"call_count\":100,\"total_cputime\":25,"
                                        + "\"total_time\":30,\"estimated_time_to_regain_access\":2}]}"));
        assertFailure(create(number), 429, "rate_limit_exceeded").header("Retry-After", "120");
        graph.heal(number.id());
        create(number).then().statusCode(201);
    }

    @Test
    void hasOneSessionANumberUntilThatIsDeleted() {
        CloudFixture first = CloudFixture.connect(api, graph);
        assertFailure(create(first.number()), 409, "session_conflict", "config.phoneNumberId");
        api.delete("/v1/sessions/" + first.session()).then().statusCode(200);
        create(first.number()).then().statusCode(201);
    }

    @Test
    void keepsSecretsToItself() {
        FakeGraph.Number number = graph.newNumber();
        String secret = "app_secret_that_nobody_sees";
        try (LogCapture log = LogCapture.start()) {
            String session = api.post("/v1/sessions", CloudFixture.request(number, secret))
                    .then()
                    .statusCode(201)
                    .body(not(containsString(number.token())))
                    .body(not(containsString(secret)))
                    .extract()
                    .path("data.sessionId");
            graph.failFor(number.id(), Fault.code(190));
            assertFailure(api.sendText(session, "14155552671", "x"), 400, "session_disconnected");
            String stored = pool.query("SELECT string_agg(cloud_session::text, ' ') AS all FROM cloud_session")
                    .executeAndAwait()
                    .iterator()
                    .next()
                    .getString("all");
            assertFalse(stored.contains(number.token()) || stored.contains(secret), "stored in the clear");
            assertTrue(log.lines().stream()
                    .noneMatch(line -> line.message().contains(number.token())
                            || line.message().contains(secret)));
        }
    }

    @Test
    void disconnectsWhenTheTokenDiesAndComesBackByARestart() {
        CloudFixture cloud = CloudFixture.connect(api, graph);
        graph.failFor(cloud.number().id(), Fault.error(401, 190, 463, "Error validating access token", "expired"));
        assertFailure(api.sendText(cloud.session(), "14155552671", "x"), 400, "session_disconnected");
        api.get("/v1/sessions/" + cloud.session())
                .then()
                .body("data.status", equalTo("disconnected"))
                .body("data.statusReason", equalTo("access_token_invalid"));
        assertFailure(api.sendText(cloud.session(), "14155552671", "x"), 400, "session_disconnected");
        graph.heal(cloud.number().id());
        api.post("/v1/sessions/" + cloud.session() + "/restart")
                .then()
                .statusCode(200)
                .body("data.status", equalTo("connected"));
        api.sentText(cloud.session(), "14155552671");
    }

    @Test
    void takesANewTokenInPlaceOfADeadOne() {
        CloudFixture cloud = CloudFixture.connect(api, graph);
        FakeGraph.Number renewed = graph.renewToken(cloud.number());
        assertFailure(api.sendText(cloud.session(), "14155552671", "x"), 400, "session_disconnected");
        assertFailure(configure(cloud, cloud.number()), 400, "invalid_request", "config.accessToken");
        configure(cloud, renewed).then().statusCode(200).body("data.status", equalTo("connected"));
        api.sentText(cloud.session(), "14155552671");
        configure(cloud, renewed).then().statusCode(200).body("data.status", equalTo("connected"));
    }

    /** A crash or a database that was away may delay the wipe until the session is configured again. */
    @Test
    void keepsTheSettingsOfAfterTheLogoutThatAWipeIsFor() {
        CloudFixture cloud = CloudFixture.connect(api, graph);
        api.post("/v1/sessions/" + cloud.session() + "/logout").then().statusCode(200);
        configure(cloud, cloud.number()).then().statusCode(200).body("data.status", equalTo("connected"));
        all.get("cloud").unlink(cloud.session(), 1).await().atMost(Duration.ofSeconds(10));
        api.sentText(cloud.session(), "14155552671");
        api.post("/v1/sessions/" + cloud.session() + "/logout").then().statusCode(200);
        assertFailure(api.sendText(cloud.session(), "14155552671", "x"), 400, "session_disconnected");
    }

    @Test
    void changesItsConfigForItsOwnNumberOnly() {
        CloudFixture cloud = CloudFixture.connect(api, graph);
        CloudFixture other = CloudFixture.connect(api, graph);
        assertFailure(configure(cloud, other.number()), 409, "session_conflict", "config.phoneNumberId");
        assertFailure(configure(cloud, graph.newNumber()), 409, "session_conflict", "config.phoneNumberId");
        graph.failFor(cloud.number().id(), Fault.code(4));
        assertFailure(configure(cloud, cloud.number()), 429, "rate_limit_exceeded");
        assertFailure(
                api.put("/v1/sessions/" + api.newSession() + "/config", Map.of("config", Map.of("a", "b"))),
                400,
                "invalid_request",
                "config");
    }

    private Response configure(CloudFixture cloud, FakeGraph.Number number) {
        return api.put(
                "/v1/sessions/" + cloud.session() + "/config",
                Map.of("config", number.config(cloud.meta().appSecret(), CloudFixture.VERIFY_TOKEN)));
    }

    @Test
    void findsOutByItselfThatANumberDied() {
        CloudFixture cloud = CloudFixture.connect(api, graph);
        graph.failFor(cloud.number().id(), Fault.code(133010));
        movable.advance(Duration.ofMinutes(6));
        api.awaitSession(cloud.session(), "disconnected");
        api.get("/v1/sessions/" + cloud.session()).then().body("data.statusReason", equalTo("number_deregistered"));
    }

    @Test
    void staysConnectedWhileMetaIsDown() {
        CloudFixture cloud = CloudFixture.connect(api, graph);
        graph.failFor(cloud.number().id(), new Fault(500, "<html>oops</html>", Duration.ZERO, Map.of()));
        int before = graph.calls(cloud.number()).size();
        movable.advance(Duration.ofMinutes(6));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> graph.calls(cloud.number()).size() > before);
        api.get("/v1/sessions/" + cloud.session()).then().body("data.status", equalTo("connected"));
    }

    @Test
    void forgetsItsCredentialsWhenLoggedOut() {
        CloudFixture cloud = CloudFixture.connect(api, graph);
        api.post("/v1/sessions/" + cloud.session() + "/logout").then().statusCode(200);
        assertFailure(api.sendText(cloud.session(), "14155552671", "x"), 400, "session_disconnected");
        api.post("/v1/sessions/" + cloud.session() + "/restart")
                .then()
                .statusCode(200)
                .body("data.status", equalTo("logged_out"))
                .body("data.statusReason", equalTo("credentials_wiped"));
    }

    @Test
    void cannotTellWhoIsOnWhatsApp() {
        CloudFixture cloud = CloudFixture.connect(api, graph);
        api.get("/v1/contacts/14155552671?sessionId=" + cloud.session())
                .then()
                .statusCode(200)
                .body("data.onWhatsApp", equalTo(null));
    }

    private Response create(FakeGraph.Number number) {
        return create(number.config("app_secret_for_tests", "a phrase of ours"));
    }

    private Response create(Map<String, Object> config) {
        return api.post("/v1/sessions", Map.of("name", "shop", "engine", "cloud", "config", config));
    }

    @Test
    void keepsTheNumberOfTheRecipientThatWhatsAppKnows() {
        CloudFixture cloud = CloudFixture.connect(api, graph);
        graph.rename("5521987654321", "552187654321");
        String id = api.sentText(cloud.session(), "5521987654321");
        api.get("/v1/messages/" + id)
                .then()
                .body("data.to", equalTo("5521987654321"))
                .body("data.chatId", equalTo("552187654321"));
        assertEquals("+5521987654321", graph.messages(cloud.number()).get(0).getString("to"));
    }
}
