package dev.tidings.engine.cloud.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.tidings.engine.cloud.number.CloudErrorHandler;
import dev.tidings.platform.error.ErrorCode;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GraphErrorTableTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 190, 104})
    void aDeadTokenDisconnects(int code) {
        assertEquals(ErrorClassification.dead("access_token_invalid"), of(code));
    }

    @ParameterizedTest
    @ValueSource(ints = {33, 133010})
    void aNumberThatIsGoneDisconnects(int code) {
        assertEquals(ErrorClassification.dead("number_deregistered"), of(code));
    }

    @ParameterizedTest
    @ValueSource(ints = {368, 131031})
    void aLockedAccountDisconnects(int code) {
        assertEquals(ErrorClassification.dead("account_locked"), of(code));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 10, 200, 230, 299, 131005, 131037, 131045, 133000, 133006})
    void aMissingPermissionIsNoConnection(int code) {
        assertEquals(ErrorClassification.of(ErrorCode.SESSION_NOT_CONNECTED), of(code));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 131016, 131057, 133004})
    void anOutagePasses(int code) {
        assertEquals(ErrorClassification.of(ErrorCode.SERVICE_UNAVAILABLE, ErrorClassification.Remedy.LATER), of(code));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 80007, 130429, 133016})
    void aLimitHoldsTheNumber(int code) {
        assertEquals(
                ErrorClassification.of(ErrorCode.RATE_LIMIT_EXCEEDED, ErrorClassification.Remedy.HOLD_NUMBER),
                of(code));
    }

    @Test
    void theLimitOfAPairHoldsTheRecipient() {
        assertEquals(
                ErrorClassification.of(ErrorCode.RATE_LIMIT_EXCEEDED, ErrorClassification.Remedy.HOLD_RECIPIENT),
                of(131056));
    }

    @ParameterizedTest
    @ValueSource(ints = {131048, 131064})
    void theLimitOfADayIsOne(int code) {
        assertEquals(ErrorClassification.of(ErrorCode.DAILY_MESSAGE_LIMIT_REACHED), of(code));
    }

    @ParameterizedTest
    @CsvSource({
        "100,Param text['body'] must be at most 4096 characters long.,MESSAGE_TOO_LONG",
        "100,Invalid parameter,INVALID_REQUEST",
        "131008,Parameter value is missing,MISSING_REQUIRED_PARAMETER",
        "131009,Please check the phone number,INVALID_PHONE_NUMBER",
        "131009,Recipient is not valid,INVALID_PHONE_NUMBER",
        "131009,Parameter 'to' is not valid,INVALID_PHONE_NUMBER",
        "131009,Button title is not valid,INVALID_PARAMETER_TYPE",
        "131021,Recipient cannot be sender,INVALID_PHONE_NUMBER",
        "131026,Message undeliverable,RECIPIENT_NOT_ON_WHATSAPP",
        "131047,Re-engagement message,CUSTOMER_WINDOW_CLOSED",
        "131053,Downloading media from weblink failed with http code 404,MEDIA_URL_INACCESSIBLE",
        "131053,Media file size too big. Max 5MB,MEDIA_SIZE_EXCEEDED",
        "131053,Unsupported Image mime type image/webp,INVALID_MEDIA_TYPE",
        "131051,Unsupported message type,INVALID_REQUEST",
        "132000,Number of parameters does not match,INVALID_REQUEST",
        "132001,Template name does not exist,INVALID_REQUEST",
        "132007,Format character policy violated,INVALID_REQUEST",
        "132012,Parameter format does not match,INVALID_REQUEST",
        "132018,There is an issue with the parameters,INVALID_REQUEST",
        "135000,Generic user error,INVALID_REQUEST",
        "131030,Recipient phone number not in allowed list,INVALID_REQUEST",
        "132005,Translated text too long,MESSAGE_TOO_LONG",
        "1,API unknown,MESSAGE_SENDING_FAILED",
        "130403,Blocked,MESSAGE_SENDING_FAILED",
        "130472,User's number is part of an experiment,MESSAGE_SENDING_FAILED",
        "130497,Business account is restricted,MESSAGE_SENDING_FAILED",
        "131042,Payment issue,MESSAGE_SENDING_FAILED",
        "131049,Not delivered to maintain healthy engagement,MESSAGE_SENDING_FAILED",
        "131050,User has stopped marketing messages,MESSAGE_SENDING_FAILED",
        "131063,Not allowed,MESSAGE_SENDING_FAILED",
        "132015,Template is paused,MESSAGE_SENDING_FAILED",
        "132016,Template is disabled,MESSAGE_SENDING_FAILED",
        "132068,Flow is blocked,MESSAGE_SENDING_FAILED",
        "134011,Payments are not set up,MESSAGE_SENDING_FAILED",
        "424242,Nobody knows,MESSAGE_SENDING_FAILED"
    })
    void everythingElseIsOfTheMessage(int code, String details, ErrorCode expected) {
        assertEquals(ErrorClassification.of(expected), GraphErrorTable.of(error(code, 0, details)));
    }

    @Test
    void aNumberThatMetaDoesNotFindDisconnects() {
        assertEquals(
                ErrorClassification.dead("number_deregistered"),
                GraphErrorTable.of(error(100, 33, "Object with ID does not exist")));
    }

    @Test
    void somethingThatWentWrongMayGoWellAnotherTime() {
        assertEquals(
                ErrorClassification.of(
                        ErrorCode.MESSAGE_SENDING_FAILED, ErrorClassification.Remedy.LATER_FOR_RECIPIENT),
                of(131000));
    }

    @Test
    void whatNobodyKnowsGoesByItsStatus() {
        assertEquals(
                ErrorClassification.of(ErrorCode.MESSAGE_SENDING_FAILED),
                GraphErrorTable.of(error(424242, 0, "?"), 400));
        assertEquals(
                ErrorClassification.of(ErrorCode.SERVICE_UNAVAILABLE, ErrorClassification.Remedy.LATER),
                GraphErrorTable.of(error(424242, 0, "?"), 500));
        assertEquals(
                ErrorCode.MESSAGE_SENDING_FAILED,
                CloudErrorHandler.verdict(GraphException.of(404, "not found", Duration.ZERO))
                        .code());
        assertEquals(
                ErrorCode.SERVICE_UNAVAILABLE,
                CloudErrorHandler.verdict(GraphException.of(500, "", Duration.ZERO))
                        .code());
    }

    @Test
    void theCodeTellsAndNotTheStatus() {
        assertEquals(
                ErrorClassification.of(ErrorCode.RECIPIENT_NOT_ON_WHATSAPP),
                GraphErrorTable.of(error(131026, 0, "x"), 500));
    }

    @Test
    void tellsAnOutageFromARefusal() {
        assertInstanceOf(GraphException.Refusal.class, answer(500, 131057), "one account's maintenance is its own");
        assertInstanceOf(GraphException.Refusal.class, answer(400, 131026));
        assertInstanceOf(GraphException.Outage.class, answer(503, 131016));
        assertInstanceOf(GraphException.Outage.class, answer(500, 2));
        assertInstanceOf(GraphException.Outage.class, GraphException.of(502, "<html>", Duration.ZERO));
    }

    @Test
    void readsTheShapeOfMetasErrors() {
        GraphError error = GraphError.ofBody("""
                        {"error":{"message":"(#130429) Rate limit hit","type":"OAuthException","code":130429,
                        "error_subcode":2494055,"error_data":{"messaging_product":"whatsapp","details":"Too many"},
                        "fbtrace_id":"Az8or2yhqkZfEZ-_4Qn_Bam"}}""").orElseThrow();
        assertEquals(new GraphError(130429, 2494055, "(#130429) Rate limit hit. Too many"), error);
        assertEquals(
                -1,
                GraphError.ofBody("{\"error\":{\"message\":\"?\"}}")
                        .orElseThrow()
                        .code(),
                "not the code 0");
        assertNull(GraphError.ofBody("{\"error\":\"?\"}").orElse(null));
        assertNull(GraphError.ofBody("[]").orElse(null));
        assertNull(GraphError.ofBody("").orElse(null));
    }

    @Test
    void readsHowLongMetaAsksToWait() {
        assertEquals(Duration.ofSeconds(7), regain("Retry-After", "7"));
        assertEquals(Duration.ZERO, regain("Retry-After", "Wed, 21 Oct 2026 07:28:00 GMT"));
        assertEquals(Duration.ofMinutes(19), regain("X-Business-Use-Case-Usage", """
                        {"1":[{"type":"whatsapp","estimated_time_to_regain_access":3}],
                        "2":[{"type":"messaging","estimated_time_to_regain_access":19}]}"""));
        assertEquals(Duration.ZERO, regain("X-Business-Use-Case-Usage", "?"));
    }

    private static Duration regain(String header, String value) {
        return GraphUsage.regain(name -> name.equals(header) ? value : null);
    }

    private static GraphException answer(int status, int code) {
        return GraphException.of(
                status,
                new JsonObject()
                        .put("error", new JsonObject().put("code", code))
                        .encode(),
                Duration.ZERO);
    }

    private static ErrorClassification of(int code) {
        return GraphErrorTable.of(error(code, 0, "Something is wrong"));
    }

    private static GraphError error(int code, int subcode, String details) {
        return new GraphError(code, subcode, "(#" + code + ") Something is wrong. " + details);
    }
}
