package dev.tidings.engine.linked;

import static dev.tidings.support.Api.assertFailure;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidings.engine.linked.fake.FakeDevice;
import dev.tidings.engine.linked.fake.FakeWhatsApp;
import dev.tidings.support.Api;
import dev.tidings.support.FakeWhatsAppResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A phone links a session over HTTP, as a person would do it. */
@QuarkusTest
@WithTestResource(value = FakeWhatsAppResource.class, scope = TestResourceScope.GLOBAL)
class LinkedEngineTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    Clock clock;

    FakeWhatsApp whatsApp;

    private Api api;

    @BeforeEach
    void account() {
        api = Api.operator();
        whatsApp.clock().advance(Duration.between(whatsApp.clock().instant(), clock.instant()));
    }

    @Test
    void linksAPhoneByAQrCodeAndLogsOutWhenThePhoneRemovesIt() {
        String session = session(Map.of("deviceName", "Front desk"));
        FakeDevice device = link(session, "4915112345001");
        api.get("/v1/sessions/" + session)
                .then()
                .body("data.status", equalTo("connected"))
                .body("data.phoneNumber", equalTo("4915112345001"))
                .body("data.connectedAt", notNullValue());
        whatsApp.phone("4915112345001").unlink();
        awaitStatus(session, "logged_out");
        api.get("/v1/sessions/" + session).then().body("data.statusReason", equalTo("unlinked_on_phone"));
        assertEquals(1, device.logins().size());
        assertEquals(List.of(), whatsApp.violations());
    }

    @Test
    void unlinksFromThePhoneWhenItIsLoggedOutAndOffersAnotherCode() {
        String session = session(Map.of());
        link(session, "4915112345002");
        api.post("/v1/sessions/" + session + "/logout", Map.of()).then().statusCode(200);
        await().atMost(PATIENCE)
                .until(() -> whatsApp.account("4915112345002").devices().isEmpty());
        api.post("/v1/sessions/" + session + "/restart", Map.of()).then().statusCode(200);
        link(session, "4915112345002");
    }

    @Test
    void linksByACodeThatIsTyped() {
        String session = session(Map.of());
        awaitStatus(session, "qr_pending");
        String code = api.post("/v1/sessions/" + session + "/pairing-code", Map.of("phoneNumber", "+4915112345003"))
                .then()
                .statusCode(200)
                .extract()
                .path("data.pairingCode");
        whatsApp.phone("4915112345003").typeCode(code).await();
        awaitStatus(session, "connected");
    }

    @Test
    void refusesWhatItCannotDo() {
        String session = session(Map.of());
        assertFailure(
                api.post("/v1/sessions/" + session + "/passkey", Map.of("confirmed", true)), 409, "session_conflict");
        Map<String, Map<String, Object>> messages = Map.of(
                "text", Map.of("text", "hello"),
                "media", Map.of("mediaType", "image", "media", "https://example.com/a.png"),
                "location", Map.of("latitude", 1, "longitude", 2),
                "contact", Map.of("contacts", List.of(Map.of("name", "Ann", "phones", List.of("+14155552671")))),
                "interactive", Map.of("body", "Today?", "buttons", List.of(Map.of("id", "yes", "title", "Yes"))));
        messages.forEach((type, content) -> {
            Map<String, Object> message = new HashMap<>(content);
            message.putAll(Map.of("sessionId", session, "to", "14155552671"));
            assertFailure(api.post("/v1/messages/" + type, message), 422, "not_supported_by_engine");
        });
        assertFailure(
                api.post(
                        "/v1/messages/reaction",
                        Map.of("sessionId", session, "messageId", "msg_00000000000000000000000000", "emoji", "👍")),
                422,
                "not_supported_by_engine");
    }

    @Test
    void checksItsConfigBeforeASessionIsMade() {
        assertFailure(create(Map.of("proxy", "ftp://10.0.0.1:21")), 400, "invalid_request")
                .body("error.details.field", equalTo("config.proxy"));
        assertFailure(create(Map.of("history", "some")), 400, "invalid_request")
                .body("error.details.field", equalTo("config.history"));
        assertFailure(create(Map.of("deviceName", 5)), 400, "invalid_parameter_type")
                .body("error.details.field", equalTo("config.deviceName"));
        assertFailure(create(Map.of("colour", "red")), 400, "invalid_request")
                .body("error.details.field", equalTo("config.colour"));
    }

    private io.restassured.response.Response create(Map<String, Object> config) {
        return api.post("/v1/sessions", Map.of("name", "phone", "engine", "linked", "config", config));
    }

    private String session(Map<String, Object> config) {
        return create(config)
                .then()
                .statusCode(201)
                .body("data.status", equalTo("qr_pending"))
                .body("data.qrText", notNullValue())
                .extract()
                .path("data.sessionId");
    }

    private FakeDevice link(String session, String number) {
        awaitStatus(session, "qr_pending");
        String text = api.get("/v1/sessions/" + session + "/qr")
                .then()
                .statusCode(200)
                .extract()
                .path("data.qrText");
        FakeDevice device = whatsApp.phone(number).scan(text).await();
        awaitStatus(session, "connected");
        return device;
    }

    private void awaitStatus(String session, String status) {
        await().atMost(PATIENCE)
                .until(() -> api.get("/v1/sessions/" + session)
                        .then()
                        .extract()
                        .path("data.status")
                        .equals(status));
    }
}
