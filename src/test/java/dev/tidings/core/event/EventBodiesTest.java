package dev.tidings.core.event;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidings.core.content.ContactPerson;
import dev.tidings.core.content.MediaKind;
import dev.tidings.core.content.MessageContent;
import dev.tidings.core.content.MessageDetails;
import dev.tidings.core.engine.ContactPreference;
import dev.tidings.core.engine.EngineListener;
import dev.tidings.core.engine.InboundMessage;
import dev.tidings.core.engine.SessionEvent;
import dev.tidings.core.engine.StatusChange;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.id.Ids;
import dev.tidings.platform.sql.Transactions;
import dev.tidings.support.Api;
import dev.tidings.support.JavaScript;
import dev.tidings.support.MovableClock;
import dev.tidings.support.WebhookReceiver;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bodies of all events, with any text that people may write in them. */
@QuarkusTest
class EventBodiesTest {
    private static final ObjectMapper PLAIN = new ObjectMapper();

    private static final String HOSTILE =
            "\u0001\u001f\b\f\n\r\t \"quoted\" \\ / \u007f\u2028\u2029\ufeff ünï 😀 {\"a\" : 1.0, \"b\": [1 , 2]}";

    /** Nanoseconds that the database does not store; it rounds them up. */
    private static final Duration FRACTION = Duration.ofNanos(123_456_789);

    @Inject
    EngineListener engines;

    @Inject
    ObjectMapper mapper;

    @Inject
    MovableClock clock;

    @Inject
    Ids ids;

    @Inject
    Transactions transactions;

    private Api api;
    private String session;
    private WebhookReceiver receiver;
    private String webhook;

    @BeforeEach
    void open() {
        api = Api.operator();
        receiver = WebhookReceiver.start();
        session = api.post("/v1/sessions", Map.of("name", HOSTILE.strip().replaceAll("\\p{Cntrl}", "")))
                .then()
                .statusCode(201)
                .extract()
                .path("data.sessionId");
        webhook = api.post(
                        "/v1/webhooks", Map.of("url", receiver.url("/"), "events", List.of("*"), "sessionId", session))
                .then()
                .statusCode(201)
                .extract()
                .path("data.webhookId");
        api.scan(session, "14155550100");
    }

    @AfterEach
    void close() {
        api.delete("/v1/webhooks/" + webhook);
        receiver.close();
    }

    @Test
    void areReadAndWrittenAgainToTheSameBytes() throws JsonProcessingException {
        contents().forEach(this::receive);
        receive(new MessageContent.Reaction(null, "👍"));
        run(engines.onPreference(new ContactPreference(
                session,
                "14155550177",
                null,
                new MessageDetails.Sender(HOSTILE, null, HOSTILE),
                "marketing_messages",
                "stop",
                HOSTILE,
                precise())));
        int outbound = sendWhatIsFollowed();
        changeTheSession();
        int expected = contents().size() + 2 + outbound + 10;
        // the QR code may have come before the webhook
        await().atMost(Duration.ofSeconds(20)).until(() -> receiver.received().size() >= expected);

        List<String> bodies = new ArrayList<>(
                receiver.received().stream().map(WebhookReceiver.Received::text).toList());
        String page = api.get("/v1/events?limit=100&sessionId=" + session).asString();
        bodies.add(page);
        for (String body : bodies) {
            assertEquals(body, mapper.writeValueAsString(mapper.readValue(body, Object.class)));
        }
        JavaScript.roundTrip(bodies).ifPresent(written -> assertEquals(bodies, written));

        Set<String> seen = new TreeSet<>();
        PLAIN.readTree(page)
                .path("data")
                .forEach(event -> seen.add(event.path("event").asText()));
        assertEquals(
                Arrays.stream(EventType.values())
                        // only the official API has it; its data is that of a received message
                        .filter(type -> type != EventType.MESSAGE_MEDIA)
                        .map(EventType::wireName)
                        .collect(Collectors.toCollection(TreeSet::new)),
                seen);
        for (JsonNode last : lastOfEachMessage(page).values()) {
            String shown =
                    api.get("/v1/messages/" + last.path("messageId").asText()).asString();
            assertEquals(PLAIN.readTree(shown).path("data"), last);
        }
    }

    /** Inbound content of every type: the last one as other clients wrote it. */
    private List<MessageContent> contents() {
        Map<String, Object> raw = new LinkedHashMap<>();
        raw.put("big", new BigInteger("12345678901234567890"));
        raw.put("long", 9_007_199_254_740_993L);
        raw.put("decimals", List.of(106.0, 1.50, 1e21, 1e-7, -0.0, 4.9e-324, 123456.789e3));
        raw.put("10", Map.of("2", HOSTILE, "nested", List.of(Map.of(), List.of(), true)));
        raw.put("9", "");
        raw.put(HOSTILE, null);
        return List.of(
                new MessageContent.Text(HOSTILE, null),
                new MessageContent.Media(
                        MediaKind.DOCUMENT, null, null, "text/plain", 106L, "ab", "a\u2028b.txt", HOSTILE),
                new MessageContent.Location(10.0, 106.0, HOSTILE, null),
                new MessageContent.Location(-0.0000001, 106.660172, null, null),
                new MessageContent.Contact(List.of(new ContactPerson(HOSTILE, List.of("+14155552671")))),
                new MessageContent.InteractiveReply("id", HOSTILE, null),
                new MessageContent.Template("name", "en", List.of(raw)),
                new MessageContent.Unsupported(raw));
    }

    private void receive(MessageContent content) {
        run(engines.onMessage(
                new InboundMessage(session, ids.random(), "14155550177", "14155550177", content, null, precise())));
    }

    /** Sends messages and reports their later statuses; returns the number of events. */
    private int sendWhatIsFollowed() {
        String text = api.sendText(session, "14155550005", HOSTILE)
                .then()
                .statusCode(200)
                .extract()
                .path("data.messageId");
        for (StatusChange.Status status :
                List.of(StatusChange.Status.DELIVERED, StatusChange.Status.READ, StatusChange.Status.PLAYED)) {
            run(engines.onStatus(new StatusChange(session, text, null, status, precise(), null)));
        }
        Map<String, Object> place = new HashMap<>(Map.of("sessionId", session, "to", "14155550005", "name", HOSTILE));
        place.putAll(Map.of("latitude", 10.0, "longitude", 106.0));
        String location = api.post("/v1/messages/location", place)
                .then()
                .statusCode(200)
                .extract()
                .path("data.messageId");
        run(engines.onStatus(new StatusChange(
                session, location, null, StatusChange.Status.FAILED, precise(), ErrorCode.MESSAGE_SENDING_FAILED)));
        api.sendText(session, "14155550002", HOSTILE);
        api.sendText(session, "14155550001", HOSTILE);
        return 8;
    }

    private void changeTheSession() {
        run(engines.onSession(new SessionEvent.Reconnecting(session, HOSTILE)));
        run(engines.onSession(new SessionEvent.Connected(session, "14155550100")));
        run(engines.onSession(new SessionEvent.Disconnected(session, HOSTILE)));
        api.post("/v1/sessions/" + session + "/restart").then().statusCode(200);
        api.awaitSession(session, "connected");
        api.post("/v1/sessions/" + session + "/logout").then().statusCode(200);
        api.post("/v1/sessions/" + session + "/restart").then().statusCode(200);
        api.awaitSession(session, "qr_pending");
        run(engines.onSession(new SessionEvent.PasskeyRequired(session, "{}", precise(), HOSTILE)));
        run(transactions.inOne(transaction ->
                engines.onRestriction(transaction, session, HOSTILE, precise()).replaceWith(true)));
        run(engines.onSession(new SessionEvent.Failed(session, HOSTILE)));
    }

    private Instant precise() {
        return clock.instant().plus(FRACTION);
    }

    private static void run(Uni<?> news) {
        news.await().atMost(Duration.ofSeconds(20));
    }

    private static Map<String, JsonNode> lastOfEachMessage(String page) throws JsonProcessingException {
        Map<String, JsonNode> last = new LinkedHashMap<>();
        PLAIN.readTree(page).path("data").forEach(event -> {
            if (event.path("data").has("messageId")) {
                last.put(event.path("data").path("messageId").asText(), event.path("data"));
            }
        });
        return last;
    }
}
