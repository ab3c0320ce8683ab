package dev.tidings.engine.linked;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tidings.core.engine.PairingCode;
import dev.tidings.core.engine.PasskeyReply;
import dev.tidings.core.engine.SessionEvent.Connected;
import dev.tidings.core.engine.SessionEvent.PasskeyRequired;
import dev.tidings.core.engine.SessionEvent.QrIssued;
import dev.tidings.engine.linked.fake.FakePhone;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ways of linking beside the QR code. */
class LinkedPairingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private LinkedFixture linked;
    private FakePhone phone;

    @BeforeEach
    void start() {
        linked = new LinkedFixture();
        phone = linked.server.phone(LinkedFixture.NUMBER);
    }

    @AfterEach
    void end() {
        linked.close();
    }

    private PairingCode code(String number) {
        return linked.session.pairingCode(number).await().atMost(PATIENCE);
    }

    private ErrorCode refusal(Runnable call) {
        return assertThrows(ApiException.class, call::run).code();
    }

    @Test
    void linksByACode() {
        linked.opened();
        linked.awaits(QrIssued.class);
        PairingCode code = code(LinkedFixture.NUMBER);
        assertEquals(code.code(), code(LinkedFixture.NUMBER).code());
        phone.typeCode(code.code()).await();
        linked.awaits(Connected.class);
    }

    @Test
    void givesOneNumberACodeAtATime() {
        linked.opened();
        linked.awaits(QrIssued.class);
        code(LinkedFixture.NUMBER);
        assertEquals(ErrorCode.SESSION_CONFLICT, refusal(() -> code("14155552671")));
    }

    @Test
    void showsNoCodeThatTheServerDidNotTake() {
        linked.server.script().refuseNextIq("md", "link_code_companion_reg", 429, "rate-overlimit");
        linked.opened();
        linked.awaits(QrIssued.class);
        assertEquals(ErrorCode.RATE_LIMIT_EXCEEDED, refusal(() -> code(LinkedFixture.NUMBER)));
        code(LinkedFixture.NUMBER);
    }

    @Test
    void hasNoCodeBeforeAPairingIsUnderWay() {
        assertEquals(ErrorCode.SESSION_CONFLICT, refusal(() -> code(LinkedFixture.NUMBER)));
    }

    @Test
    void linksWithAPasskeyAndNeedsNoComparisonWhenItIsQuick() {
        PasskeyRequired asked = askForPasskey();
        assertNull(asked.code());
        answer(phone.answerPasskey(asked.challenge()));
        linked.awaits(Connected.class);
    }

    @Test
    void comparesACodeWhenThePersonTookLong() {
        PasskeyRequired asked = askForPasskey();
        linked.time.advance(Duration.ofMinutes(6));
        answer(phone.answerPasskey(asked.challenge()));
        PasskeyRequired compare = linked.awaits(PasskeyRequired.class, event -> event.code() != null);
        assertEquals(phone.passkeyCode(), compare.code());
        linked.session.passkey(new PasskeyReply(null)).await().atMost(PATIENCE);
        linked.awaits(Connected.class);
    }

    @Test
    void sendsNoAssertionThatIsNotOne() {
        PasskeyRequired asked = askForPasskey();
        String elsewhere = phone.answerPasskeyOn("https://whatsapp.example", asked.challenge());
        assertEquals(ErrorCode.INVALID_REQUEST, refusal(() -> answer(elsewhere)));
        assertEquals(ErrorCode.INVALID_REQUEST, refusal(() -> answer("{\"id\":\"AA\"}")));
        answer(phone.answerPasskey(asked.challenge()));
        linked.awaits(Connected.class);
    }

    @Test
    void offersAFreshCodeWhenThePasskeyIsRefused() {
        phone.rejectPasskey();
        PasskeyRequired asked = askForPasskey();
        String shown = linked.awaits(QrIssued.class).text();
        assertEquals(ErrorCode.SESSION_CONFLICT, refusal(() -> answer(phone.answerPasskey(asked.challenge()))));
        QrIssued fresh = linked.awaits(QrIssued.class, qr -> !qr.text().equals(shown));
        assertNotEquals(shown, fresh.text());
    }

    @Test
    void offersAFreshCodeWhenNobodyAnswers() {
        askForPasskey();
        String shown = linked.awaits(QrIssued.class).text();
        linked.time.advance(Duration.ofMinutes(11));
        linked.awaits(QrIssued.class, qr -> !qr.text().equals(shown));
    }

    private PasskeyRequired askForPasskey() {
        phone.requirePasskey();
        linked.opened();
        phone.scan(linked.awaits(QrIssued.class).text());
        return linked.awaits(PasskeyRequired.class);
    }

    private void answer(String assertion) {
        linked.session
                .passkey(new PasskeyReply(new JsonObject(assertion).getMap()))
                .await()
                .atMost(PATIENCE);
    }
}
