package dev.tidings.core.message;

import static dev.tidings.support.Api.assertFailure;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidings.access.auth.TestCallers;
import dev.tidings.core.content.MessageContent;
import dev.tidings.core.message.send.LostSendJob;
import dev.tidings.core.message.send.NewMessage;
import dev.tidings.core.message.send.SendRepository;
import dev.tidings.platform.id.IdKind;
import dev.tidings.platform.id.Ids;
import dev.tidings.support.Api;
import dev.tidings.support.MovableClock;
import dev.tidings.support.Tenant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class MessageHistoryTest {
    @Inject
    MovableClock clock;

    @Inject
    SendRepository sends;

    @Inject
    LostSendJob sweeper;

    @Inject
    MessageRetentionJob retention;

    @Inject
    Ids ids;

    private Api api;
    private String session;

    @BeforeEach
    void open() {
        api = Api.operator();
        session = api.newSession();
        // a fixed number: a random one is sometimes the one that writes to it
        api.scan(session, "14155550100");
    }

    @Test
    void pagesNewestFirstAndMissesNothing() {
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            sent.add(0, api.sentText(session, "14155552671"));
        }
        List<String> listed = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            Response page = list("&limit=2&cursor=" + cursor);
            listed.addAll(page.path("data.messageId"));
            cursor = page.path("page.nextCursor");
        }
        assertEquals(sent, listed);
    }

    @Test
    void filtersByEveryPropertyThatItNames() {
        api.sentText(session, "14155550005");
        api.sentText(session, "14155552671");
        api.sendText(session, "14155550002", "x");
        inbound("14155550177");
        list("&to=%2B1-415-555-0005").then().body("data", hasSize(1)).body("data[0].to", equalTo("14155550005"));
        list("&from=14155550177").then().body("data", hasSize(1)).body("data[0].direction", equalTo("inbound"));
        list("&direction=outbound").then().body("data", hasSize(3));
        list("&status=failed").then().body("data", hasSize(1));
        list("&status=queued").then().statusCode(200).body("data", hasSize(0));
        list("&status=").then().body("data", hasSize(4));
        list("&chatId=14155550177").then().body("data.chatId", equalTo(List.of("14155550177")));
        list("&chatId=%2B1-415-555-0005").then().body("data", hasSize(1)).body("data[0].to", equalTo("14155550005"));
        list("&chatId=120363041234567890@g.us").then().statusCode(200).body("data", hasSize(0));
        api.get("/v1/messages?direction=inbound").then().body("data.direction", everyItem(equalTo("inbound")));
    }

    /** WhatsApp writes numbers of some countries otherwise than people do. */
    @Test
    void filtersByAnyFormOfANumber() {
        String short1 = api.sentText(session, "525512340005");
        String long1 = api.sentText(session, "5215512340005");
        String received = inbound("5491123456789");
        for (String form : List.of("525512340005", "5215512340005", "%2B52+1+55+1234-0005")) {
            list("&to=" + form).then().body("data.messageId", equalTo(List.of(long1, short1)));
            list("&to=" + form + "&status=sent&status=failed&limit=1")
                    .then()
                    .body("data.messageId", equalTo(List.of(long1)));
        }
        list("&to=525512340005&direction=inbound").then().body("data", hasSize(0));
        list("&from=541123456789").then().body("data.messageId", equalTo(List.of(received)));
        list("&chatId=541123456789").then().body("data.messageId", equalTo(List.of(received)));
        String everyStatus = "&status=queued&status=sending&status=unknown&status=sent&status=delivered&status=read"
                + "&status=played&status=failed&status=cancelled";
        list("&to=525512340005" + everyStatus).then().body("data", hasSize(2));
        list("&to=22501234567&chatId=22501234567&from=22501234567" + everyStatus)
                .then()
                .statusCode(200)
                .body("data", hasSize(0));
    }

    @Test
    void aRepeatedStatusIsAnyOfThem() {
        String held = api.sentText(session, "14155550005");
        String failed = api.sendText(session, "14155550002", "x").path("error.details.messageId");
        String received = inbound("14155550177");
        list("&status=failed&status=sent").then().body("data.messageId", equalTo(List.of(failed, held)));
        String next = list("&status=sent&status=failed&limit=1").path("page.nextCursor");
        list("&status=failed&status=sent&status=failed&limit=1&cursor=" + next)
                .then()
                .body("data.messageId", equalTo(List.of(held)));
        Tenant tenant = Tenant.on("premium", Map.of());
        assertEquals(
                List.of(),
                tenant.api().get("/v1/messages?status=failed&status=sent").path("data"));
        list("&status=delivered&status=read").then().body("data.messageId", equalTo(List.of(received)));
    }

    @Test
    void aCursorCountsOnItsListWithItsFilters() {
        api.sentText(session, "14155552671");
        api.sentText(session, "14155552671");
        String cursor = list("&limit=1").path("page.nextCursor");
        list("&limit=50&cursor=" + cursor).then().statusCode(200);
        assertFailure(list("&direction=outbound&cursor=" + cursor), 400, "invalid_request", "cursor");
        assertFailure(api.get("/v1/messages?cursor=" + cursor), 400, "invalid_request", "cursor");
        for (String other : List.of("sessions", "events", "webhooks", "keys", "admin/accounts", "admin/audit")) {
            assertFailure(api.get("/v1/" + other + "?cursor=" + cursor), 400, "invalid_request", "cursor");
        }
    }

    @Test
    void filtersByTime() {
        api.sentText(session, "14155552671");
        clock.advance(Duration.ofSeconds(10));
        Instant between = clock.instant();
        clock.advance(Duration.ofSeconds(10));
        String later = api.sentText(session, "14155552671");
        list("&since=" + between).then().body("data.messageId", equalTo(List.of(later)));
        list("&until=" + between).then().body("data", hasSize(1));
        list("&since=" + between + "&until=" + between).then().body("data", hasSize(0));
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0,400,invalid_request,limit",
        "limit=101,400,invalid_request,limit",
        "limit=ten,400,invalid_parameter_type,limit",
        "limit=1&limit=2,400,invalid_request,limit",
        "limit[]=1,400,invalid_request,limit[]",
        "limit%5B%5D=1,400,invalid_request,limit[]",
        "Limit=1,400,invalid_request,Limit",
        "limit=1&LIMIT=2,400,invalid_request,LIMIT",
        "%6Cimit=ten,400,invalid_parameter_type,limit",
        "page=2,400,invalid_request,page",
        "offset=10,400,invalid_request,offset",
        "offset,400,invalid_request,offset",
        "chat_id=14155552671,400,invalid_request,chat_id",
        "chatId=14155552671&chatId=14155552672,400,invalid_request,chatId",
        "direction=inbound&direction=outbound,400,invalid_request,direction",
        "status=sent&status=gone,400,invalid_request,status",
        "status[]=sent,400,invalid_request,status[]",
        "cursor=%00,400,invalid_request,",
        "cursor=abc,400,invalid_request,cursor",
        "direction=up,400,invalid_request,direction",
        "status=gone,400,invalid_request,status",
        "to=nobody,400,invalid_phone_number,to",
        "from=nobody,400,invalid_phone_number,from",
        "since=yesterday,400,invalid_parameter_type,since",
        "until=2026-13-01T00:00:00Z,400,invalid_parameter_type,until",
        "sessionId=session_00000000000000000000000000,404,session_not_found,",
        "sessionId=x,404,session_not_found,"
    })
    void refusesFiltersThatMakeNoSense(String query, int status, String code, String field) {
        Response answer = api.request().urlEncodingEnabled(false).get("/v1/messages?" + query);
        if (field == null) {
            assertFailure(answer, status, code);
        } else {
            assertFailure(answer, status, code, field);
        }
    }

    @Test
    void keepsTheHistoryOfADeletedSession() {
        String id = api.sentText(session, "14155552671");
        api.delete("/v1/sessions/" + session);
        list("").then().statusCode(200).body("data.messageId", equalTo(List.of(id)));
        api.get("/v1/messages/" + id).then().statusCode(200);
    }

    @Test
    void turnsWhatACrashLeftSendingToUnknownButNotYetWhatMayStillBeAnswered() {
        String id = ids.next(IdKind.MESSAGE);
        NewMessage message =
                new NewMessage(session, "14155552671", new MessageContent.Text("x", null), null, null, List.of(), null);
        sends.begin(id, TestCallers.operator(), message, new String[] {"sandbox"}, clock.instant())
                .await()
                .indefinitely();
        clock.advance(Duration.ofSeconds(25));
        sweeper.run().await().indefinitely();
        api.get("/v1/messages/" + id).then().body("data.status", equalTo("sending"));
        clock.advance(Duration.ofSeconds(6));
        sweeper.run().await().indefinitely();
        api.get("/v1/messages/" + id).then().body("data.status", equalTo("unknown"));
    }

    @Test
    void removesMessagesThatAreTooOldButNotThoseThatWait() {
        String old = api.sentText(session, "14155552671");
        api.awaitMessage(old, "read");
        String waiting = api.post(
                        "/v1/messages/text",
                        Map.of(
                                "sessionId",
                                session,
                                "to",
                                "14155552671",
                                "text",
                                "later",
                                "sendAt",
                                clock.instant().plus(Duration.ofDays(29)).toString()))
                .path("data.messageId");
        api.post("/v1/sandbox/sessions/" + session + "/disconnect");
        clock.advance(Duration.ofDays(91));
        String young = sentElsewhere();
        retention.run().await().indefinitely();
        assertFailure(api.get("/v1/messages/" + old), 404, "message_not_found");
        api.get("/v1/messages/" + young).then().statusCode(200);
        api.get("/v1/messages/" + waiting).then().statusCode(200);
    }

    private String sentElsewhere() {
        String other = api.connectedSession();
        return api.sentText(other, "14155552671");
    }

    @Test
    void storesAnInboundMessageAsTheEngineToldIt() {
        String id = inbound("14155550177");
        api.get("/v1/messages/" + id)
                .then()
                .body("data.status", equalTo("delivered"))
                .body("data.from", equalTo("14155550177"))
                .body("data.chatId", equalTo("14155550177"))
                .body("data.content", equalTo(Map.of("text", "where is it?")));
    }

    private String inbound(String from) {
        return api.post(
                        "/v1/sandbox/sessions/" + session + "/inbound",
                        Map.of("from", from, "type", "text", "text", "where is it?"))
                .then()
                .statusCode(201)
                .extract()
                .path("data.messageId");
    }

    private Response list(String query) {
        return api.request().urlEncodingEnabled(false).get("/v1/messages?sessionId=" + session + query);
    }
}
