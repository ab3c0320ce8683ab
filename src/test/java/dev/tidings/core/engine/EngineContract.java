package dev.tidings.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidings.core.content.MediaKind;
import dev.tidings.core.content.MessageContent;
import dev.tidings.core.content.MessageType;
import dev.tidings.core.media.Samples;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.id.IdKind;
import dev.tidings.platform.id.Ids;
import dev.tidings.support.Api;
import io.restassured.path.json.JsonPath;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The behaviour of every engine; one subclass per engine plays WhatsApp's side. What an engine cannot do yet is left out by
 * its capabilities, so that an engine grows into the contract.
 */
public abstract class EngineContract {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject
    Engines engines;

    @Inject
    EngineListener listener;

    @Inject
    Clock clock;

    @Inject
    Ids ids;

    protected Api api;

    /** The name of the engine under test. */
    protected abstract String engineName();

    /** What {@code POST /v1/sessions} accepts for it. */
    protected abstract Map<String, Object> newSession();

    /** Does what a person does to connect the session. */
    protected abstract void connect(String sessionId);

    /** A recipient that is accepted; only for an engine that sends. */
    protected String goodRecipient() {
        throw new UnsupportedOperationException("the engine sends, so name a recipient");
    }

    /** A recipient that is refused with the code, if the engine has one. */
    protected Optional<String> recipientRefusedWith(ErrorCode code) {
        return Optional.empty();
    }

    @BeforeEach
    void open() {
        api = Api.operator();
    }

    @Test
    void bearsTheNameThatSessionsGive() {
        assertEquals(engineName(), engine().name());
    }

    @Test
    void tellsOfAQrCodeOrAConnectionBeforeOpeningCompletes() {
        String session = session();
        assertEquals(engine().capabilities().pairsByQr() ? "qr_pending" : "connected", status(session));
    }

    @Test
    void canBeOpenedAgainWithoutHarm() {
        String session = session();
        String before = api.get("/v1/sessions/" + session).path("data.qrText");
        run(engine().open(session));
        assertEquals(before, api.get("/v1/sessions/" + session).path("data.qrText"));
    }

    @Test
    void staysLinkedWhenClosedAndConnectsWhenOpened() {
        assertIsLinked(connected());
    }

    @Test
    void asksForANewPairingOnceUnlinked() {
        assumeTrue(engine().capabilities().pairsByQr());
        String session = connected();
        logOut(session);
        run(engine().unlink(session, 1));
        api.post("/v1/sessions/" + session + "/restart").then().statusCode(200);
        assertEquals("qr_pending", status(session));
    }

    /** A crash or an engine that was away may delay the wipe until the session is paired again. */
    @Test
    void deletesNothingOfAPairingAfterTheLogout() {
        assumeTrue(engine().capabilities().pairsByQr());
        String session = connected();
        logOut(session);
        api.post("/v1/sessions/" + session + "/restart").then().statusCode(200);
        connect(session);
        run(engine().unlink(session, 1));
        assertIsLinked(session);
    }

    @Test
    void deletesWhatWasPairedBeforeTheLogout() {
        assumeTrue(engine().capabilities().pairsByQr());
        String session = connected();
        run(engine().unlink(session, 1));
        run(engine().close(session));
        run(listener.onSession(new SessionEvent.Disconnected(session, "test")));
        api.post("/v1/sessions/" + session + "/restart").then().statusCode(200);
        assertEquals("qr_pending", status(session));
    }

    @Test
    void givesEveryAcceptedMessageAnIdOfItsOwn() {
        assumeTrue(sends(MessageType.TEXT));
        String session = connected();
        SendOutcome.Accepted one = (SendOutcome.Accepted) send(session, goodRecipient());
        SendOutcome.Accepted two = (SendOutcome.Accepted) send(session, goodRecipient());
        assertNotEquals(one.engineMessageId(), two.engineMessageId());
        assertNotNull(one.at());
    }

    @Test
    void refusesWithACodeOfTheCatalogueAndNotByAnException() {
        assumeTrue(sends(MessageType.TEXT));
        String session = connected();
        for (ErrorCode code : new ErrorCode[] {
            ErrorCode.RECIPIENT_NOT_ON_WHATSAPP, ErrorCode.MESSAGE_SENDING_FAILED, ErrorCode.MESSAGE_REJECTED
        }) {
            recipientRefusedWith(code).ifPresent(to -> {
                SendOutcome.Refused refused = assertInstanceOf(SendOutcome.Refused.class, send(session, to));
                assertEquals(code, refused.code());
            });
        }
    }

    @Test
    void sendsAFileThatIsHere() {
        assumeTrue(sends(MessageType.IMAGE));
        byte[] picture = Samples.png();
        JsonPath file = api.request()
                .contentType("image/png")
                .body(picture)
                .post("/v1/media")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        MessageContent image = new MessageContent.Media(
                MediaKind.IMAGE,
                file.getString("data.mediaId"),
                null,
                "image/png",
                (long) picture.length,
                file.getString("data.sha256"),
                "cat.png",
                "Look");
        assertInstanceOf(SendOutcome.Accepted.class, send(connected(), goodRecipient(), image));
    }

    @Test
    void mayTellOfAnInboundMessageTwice() {
        String session = connected();
        InboundMessage message = new InboundMessage(
                session,
                "ENGINE-" + ids.random(),
                "14155550177",
                "14155550177",
                new MessageContent.Text("hello", null),
                null,
                clock.instant());
        String first = listener.onMessage(message).await().atMost(PATIENCE);
        assertEquals(first, listener.onMessage(message).await().atMost(PATIENCE));
    }

    @Test
    void mayTellStatusesTwiceAndInAnyOrder() {
        assumeTrue(sends(MessageType.TEXT));
        String session = connected();
        String id = api.sentText(session, goodRecipient());
        String engineId = api.get("/v1/messages/" + id).path("data.engineMessageId");
        for (StatusChange.Status status : new StatusChange.Status[] {
            StatusChange.Status.READ, StatusChange.Status.DELIVERED, StatusChange.Status.SENT, StatusChange.Status.READ
        }) {
            run(listener.onStatus(new StatusChange(session, null, engineId, status, clock.instant(), null)));
        }
        api.awaitMessage(id, "read");
    }

    @Test
    void mayTellNewsOfWhatNobodyKnows() {
        String nowhere = ids.next(IdKind.SESSION);
        run(listener.onSession(new SessionEvent.Connected(nowhere, "14155550100")));
        run(listener.onStatus(new StatusChange(
                nowhere, null, "ENGINE-" + ids.random(), StatusChange.Status.READ, clock.instant(), null)));
    }

    @Test
    void tellsWhetherANumberIsOnWhatsAppIfItCan() {
        assumeTrue(sends(MessageType.TEXT));
        NumberLookup known =
                engine().lookUp(connected(), goodRecipient()).await().atMost(PATIENCE);
        assertNotEquals(false, known.onWhatsApp());
        assertEquals(Boolean.TRUE.equals(known.onWhatsApp()), known.chatId() != null);
    }

    @Test
    void marksMessagesRead() {
        assumeTrue(sends(MessageType.TEXT));
        run(engine().markRead(connected(), "14155550177", "ENGINE-" + ids.random(), true));
    }

    @Test
    void makesPairingCodesForAPhone() {
        assumeTrue(engine().capabilities().pairsByCode());
        String session = session();
        PairingCode code = engine().pairingCode(session, "14155550100").await().atMost(PATIENCE);
        assertTrue(code.code().matches("[0-9A-Z]{4}-[0-9A-Z]{4}"), code.code());
        assertTrue(code.expiresAt().isAfter(clock.instant()));
    }

    /** It connects again by itself, with what it has stored. */
    private void assertIsLinked(String session) {
        run(engine().close(session));
        run(listener.onSession(new SessionEvent.Disconnected(session, "test")));
        run(engine().open(session));
        api.awaitSession(session, "connected");
    }

    private void logOut(String session) {
        api.post("/v1/sessions/" + session + "/logout").then().statusCode(200);
    }

    private boolean sends(MessageType type) {
        return engine().capabilities().sends().contains(type);
    }

    private Engine engine() {
        return engines.get(engineName());
    }

    private String session() {
        return api.post("/v1/sessions", newSession())
                .then()
                .statusCode(201)
                .extract()
                .path("data.sessionId");
    }

    private String connected() {
        String session = session();
        connect(session);
        return session;
    }

    private String status(String session) {
        return api.get("/v1/sessions/" + session).path("data.status");
    }

    private SendOutcome send(String session, String to) {
        return send(session, to, new MessageContent.Text("hello", null));
    }

    private SendOutcome send(String session, String to, MessageContent content) {
        OutboundMessage message = new OutboundMessage(session, ids.next(IdKind.MESSAGE), to, content, null);
        return engine().send(message).await().atMost(PATIENCE);
    }

    private static void run(Uni<?> call) {
        call.await().atMost(PATIENCE);
    }
}
