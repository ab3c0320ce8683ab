package dev.tidings.engine.cloud.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.core.content.MessageDetails;
import dev.tidings.platform.error.ErrorCode;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GraphErrorTableTest {
    private static final ErrorClassification LATER =
            ErrorClassification.of(ErrorCode.SERVICE_UNAVAILABLE, ErrorClassification.Remedy.LATER);
    private static final ErrorClassification LIMITED =
            ErrorClassification.of(ErrorCode.RATE_LIMIT_EXCEEDED, ErrorClassification.Remedy.HOLD_NUMBER);

    @ParameterizedTest
    @ValueSource(ints = {0, 102, 104, 190})
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
    @ValueSource(ints = {3, 10, 200, 230, 299, 131005})
    void aMissingPermissionDisconnects(int code) {
        assertEquals(ErrorClassification.dead("permission_missing"), of(code));
    }

    @ParameterizedTest
    @ValueSource(ints = {131037, 131045, 133000, 133006})
    void aNumberThatIsNotReadyDisconnects(int code) {
        assertEquals(ErrorClassification.dead("number_not_ready"), of(code));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 131016, 131057, 133004})
    void anOutagePasses(int code) {
        assertEquals(ErrorClassification.of(ErrorCode.SERVICE_UNAVAILABLE, ErrorClassification.Remedy.LATER), of(code));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 17, 32, 341, 613, 80000, 80007, 80014, 130429, 131048, 131064, 133016})
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
        "130403,Blocked,MESSAGE_REJECTED",
        "130472,User's number is part of an experiment,MESSAGE_REJECTED",
        "130497,Business account is restricted,MESSAGE_REJECTED",
        "131042,Payment issue,MESSAGE_REJECTED",
        "131049,Not delivered to maintain healthy engagement,MESSAGE_REJECTED",
        "131050,User has stopped marketing messages,MESSAGE_REJECTED",
        "131063,Not allowed,MESSAGE_REJECTED",
        "132015,Template is paused,MESSAGE_REJECTED",
        "132016,Template is disabled,MESSAGE_REJECTED",
        "132068,Flow is blocked,MESSAGE_REJECTED",
        "134011,Payments are not set up,MESSAGE_REJECTED",
        "134102,Not eligible,MESSAGE_REJECTED",
        "424242,Nobody knows,MESSAGE_REJECTED"
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
    void whatNobodyKnowsIsRefusedForGoodUnlessMetaSaysOtherwise() {
        GraphError unknown = error(424242, 0, "?");
        assertEquals(ErrorClassification.of(ErrorCode.MESSAGE_REJECTED), GraphErrorTable.of(unknown, 400));
        assertEquals(LATER, GraphErrorTable.of(unknown, 500));
        assertEquals(LATER, GraphErrorTable.of(new GraphError(424242, 0, "?", true), 400));
        assertEquals(LIMITED, GraphErrorTable.of(unknown, 429));
        assertEquals(ErrorClassification.dead("access_token_invalid"), GraphErrorTable.of(unknown, 401));
    }

    @Test
    void anAnswerWithoutAnErrorGoesByItsStatus() {
        assertEquals(LIMITED, bare(429).classification());
        assertEquals(ErrorClassification.dead("access_token_invalid"), bare(401).classification());
        assertEquals(ErrorCode.MEDIA_SIZE_EXCEEDED, bare(413).classification().code());
        assertEquals(
                ErrorCode.MESSAGE_SENDING_FAILED, bare(404).classification().code());
        assertEquals(LATER, bare(500).classification());
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void aFailureOnTheWaySaysNothingOfTheMessage(int status) {
        assertTrue(bare(status).leavesItUnknown());
        assertFalse(answer(status, 131016).leavesItUnknown(), "the Graph API itself says so");
    }

    @Test
    void passesMetasWordsOnWithoutTokens() {
        MessageDetails.Failure said =
                new GraphError(131049, 0, "Malformed access token EAAJBabc123456789. \"Healthy\" engagement").failure();
        assertEquals("131049", said.engineCode());
        assertEquals("Malformed access token …. \"Healthy\" engagement", said.reason());
        assertEquals(
                1_001,
                new GraphError(1, 0, "x".repeat(5_000)).failure().reason().length());
        assertEquals(new MessageDetails.Failure(null, null), new GraphError(-1, 0, "").failure());
    }

    private static GraphException bare(int status) {
        return GraphException.of(status, "<html>", Duration.ZERO);
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
        assertEquals(Duration.ofDays(1), regain("Retry-After", "999999999"));
        assertEquals(Duration.ZERO, regain("Retry-After", "9999999999999999999999"));
        assertEquals(Duration.ZERO, regain("Retry-After", "Wed, 21 Oct 2026 07:28:00 GMT"), "from when?");
        Map<String, String> dated =
                Map.of("Retry-After", "Wed, 21 Oct 2026 07:28:30 GMT", "Date", "Wed, 21 Oct 2026 07:28:00 GMT");
        assertEquals(Duration.ofSeconds(30), GraphUsage.regain(dated::get));
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
