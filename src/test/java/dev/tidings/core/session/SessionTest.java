package dev.tidings.core.session;

import static dev.tidings.support.Api.assertFailure;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.client.j2se.BufferedImageLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import dev.tidings.support.Api;
import dev.tidings.support.MovableClock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ExtractableResponse;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SessionTest {
    @Inject
    MovableClock clock;

    private Api api;

    @BeforeEach
    void open() {
        api = Api.operator();
    }

    @Test
    void isMadeWithAQrCodeThatHoldsItsText() throws Exception {
        ExtractableResponse<Response> created = api.post("/v1/sessions", Map.of("name", "Zürich 🚆"))
                .then()
                .statusCode(201)
                .body("data.sessionId", matchesPattern("session_[0-9a-hjkmnp-tv-z]{26}"))
                .body("data.name", equalTo("Zürich 🚆"))
                .body("data.engine", equalTo("sandbox"))
                .body("data.status", equalTo("qr_pending"))
                .body("data.qrCode", startsWith("data:image/png;base64,"))
                .body("data.createdAt", matchesPattern(".*Z"))
                .extract();
        String picture = created.path("data.qrCode");
        byte[] png = Base64.getDecoder().decode(picture.substring(picture.indexOf(',') + 1));
        assertEquals(created.path("data.qrText"), read(png));
        Instant expiresAt = Instant.parse(created.path("data.qrExpiresAt"));
        Duration life = Duration.between(clock.instant(), expiresAt);
        assertTrue(life.compareTo(Duration.ofSeconds(50)) > 0 && life.compareTo(Duration.ofSeconds(60)) <= 0);
    }

    @Test
    void givesItsQrCodeAsThePictureThatIsAskedFor() throws Exception {
        String id = api.newSession();
        String text = api.get("/v1/sessions/" + id).path("data.qrText");
        byte[] png =
                qr(id, "image/png").then().contentType("image/png").extract().asByteArray();
        assertEquals(text, read(png));
        qr(id, "image/svg+xml").then().contentType("image/svg+xml").body(startsWith("<svg"));
        qr(id, "*/*").then().contentType("application/json").body("data.qrText", equalTo(text));
    }

    @Test
    void answersErrorsOfPicturesInTheEnvelope() {
        String id = api.connectedSession();
        assertFailure(qr(id, "image/png"), 409, "session_conflict");
        assertFailure(qr("session_none", "image/svg+xml"), 404, "session_not_found");
    }

    @Test
    void changesItsQrCodeAfterSixtyAndThenEveryTwentySecondsUntilItFails() {
        String id = api.newSession();
        List<String> texts = new ArrayList<>();
        texts.add(api.get("/v1/sessions/" + id + "/qr").path("data.qrText"));
        clock.advance(Duration.ofSeconds(60));
        for (int i = 0; i < 5; i++) {
            String next = api.get("/v1/sessions/" + id + "/qr")
                    .then()
                    .statusCode(200)
                    .extract()
                    .path("data.qrText");
            assertTrue(!texts.contains(next), "the code did not change");
            texts.add(next);
            clock.advance(Duration.ofSeconds(20));
        }
        assertFailure(api.get("/v1/sessions/" + id + "/qr"), 400, "qr_code_expired");
        api.awaitSession(id, "failed");
        api.get("/v1/sessions/" + id)
                .then()
                .body("data.statusReason", equalTo("qr_timeout"))
                .body("data.qrCode", nullValue())
                .body("data.qrText", nullValue())
                .body("data.qrExpiresAt", nullValue());
        assertFailure(api.get("/v1/sessions/" + id + "/qr"), 400, "qr_code_expired");
        assertFailure(api.post("/v1/sandbox/sessions/" + id + "/scan", Map.of()), 400, "qr_code_expired");
    }

    @Test
    void isConnectedOnceItsQrCodeIsScanned() {
        String id = api.newSession();
        api.scan(id, "+49 171 1234567");
        api.get("/v1/sessions/" + id)
                .then()
                .body("data.status", equalTo("connected"))
                .body("data.phoneNumber", equalTo("491711234567"))
                .body("data.connectedAt", notNullValue())
                .body("data.qrCode", nullValue());
    }

    @Test
    void canBeLinkedByAPairingCode() {
        String id = api.newSession();
        api.post("/v1/sessions/" + id + "/pairing-code", Map.of("phoneNumber", "+1 (415) 555-2671"))
                .then()
                .statusCode(200)
                .body("data.pairingCode", matchesPattern("[0-9A-Z]{4}-[0-9A-Z]{4}"))
                .body("data.expiresAt", notNullValue());
        api.scan(id, null);
        api.get("/v1/sessions/" + id).then().body("data.phoneNumber", equalTo("14155552671"));
        assertFailure(
                api.post("/v1/sessions/" + id + "/pairing-code", Map.of("phoneNumber", "14155552671")),
                409,
                "session_conflict");
    }

    @Test
    void refusesAPairingCodeForWhatIsNoNumber() {
        assertFailure(
                api.post("/v1/sessions/" + api.newSession() + "/pairing-code", Map.of("phoneNumber", "+999 12")),
                400,
                "invalid_phone_number",
                "phoneNumber");
    }

    @Test
    void reconnectsByARestartWhatIsLinked() {
        String id = api.newSession();
        api.scan(id, "14155550123");
        api.post("/v1/sandbox/sessions/" + id + "/disconnect")
                .then()
                .statusCode(200)
                .body("data.status", equalTo("disconnected"));
        api.get("/v1/sessions/" + id)
                .then()
                .body("data.statusReason", equalTo("connection_lost"))
                .body("data.connectedAt", nullValue());
        api.post("/v1/sessions/" + id + "/restart")
                .then()
                .statusCode(200)
                .body("data.status", equalTo("connected"))
                .body("data.statusReason", nullValue())
                .body("data.phoneNumber", equalTo("14155550123"));
    }

    @Test
    void getsANewQrCodeByARestartOfWhatIsNotLinked() {
        String id = api.newSession();
        String before = api.get("/v1/sessions/" + id).path("data.qrText");
        String after = api.post("/v1/sessions/" + id + "/restart")
                .then()
                .statusCode(200)
                .body("data.status", equalTo("qr_pending"))
                .extract()
                .path("data.qrText");
        assertNotEquals(before, after);
    }

    @Test
    void forgetsItsPhoneByALogout() {
        String id = api.connectedSession();
        for (int twice = 0; twice < 2; twice++) {
            api.post("/v1/sessions/" + id + "/logout")
                    .then()
                    .statusCode(200)
                    .body("data.status", equalTo("logged_out"))
                    .body("data.phoneNumber", nullValue());
        }
        api.post("/v1/sessions/" + id + "/restart").then().body("data.status", equalTo("qr_pending"));
    }

    @Test
    void isGoneOnceDeleted() {
        String id = api.connectedSession();
        api.delete("/v1/sessions/" + id).then().statusCode(200).body("data.sessionId", equalTo(id));
        assertFailure(api.get("/v1/sessions/" + id), 404, "session_not_found");
        assertFailure(api.delete("/v1/sessions/" + id), 404, "session_not_found");
        api.get("/v1/sessions?limit=100").then().body("data.sessionId", not(hasItem(id)));
    }

    @Test
    void isListedNewestFirstInPagesThatMissNothing() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            made.add(0, api.newSession());
        }
        List<String> listed = new ArrayList<>();
        String cursor = "";
        while (listed.size() < 6) {
            Response page = api.get("/v1/sessions?limit=2&cursor=" + cursor);
            page.then().statusCode(200).body("data", hasSize(2));
            listed.addAll(page.path("data.sessionId"));
            cursor = page.path("page.nextCursor");
            api.newSession();
        }
        assertEquals(made, listed);
    }

    @Test
    void refusesAnUnknownEngine() {
        assertFailure(
                api.post("/v1/sessions", Map.of("name", "x", "engine", "telegraph")), 400, "invalid_request", "engine");
    }

    @Test
    void refusesANameThatIsTooLong() {
        assertFailure(api.post("/v1/sessions", Map.of("name", "x".repeat(101))), 400, "invalid_request", "name");
    }

    private Response qr(String id, String accept) {
        return api.request().header("Accept", accept).get("/v1/sessions/" + id + "/qr");
    }

    private static String read(byte[] png) throws Exception {
        return new QRCodeReader()
                .decode(new BinaryBitmap(new HybridBinarizer(
                        new BufferedImageLuminanceSource(ImageIO.read(new ByteArrayInputStream(png))))))
                .getText();
    }
}
