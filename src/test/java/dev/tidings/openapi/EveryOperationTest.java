package dev.tidings.openapi;

import static dev.tidings.support.Api.assertFailure;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.access.auth.Scope;
import dev.tidings.access.auth.TestKeys;
import dev.tidings.platform.http.api.Params;
import dev.tidings.platform.id.Ids;
import dev.tidings.platform.sql.SqlTimes;
import dev.tidings.support.Api;
import dev.tidings.support.MetaWebhook;
import dev.tidings.support.OpenApiDocument;
import dev.tidings.support.OpenApiDocument.Operation;
import dev.tidings.support.RawHttp;
import dev.tidings.support.Tenant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What holds for every operation, found from the OpenAPI document: a new operation is covered by itself. */
@QuarkusTest
class EveryOperationTest {
    /** Fields whose value is an object of any form. */
    private static final Set<String> OBJECTS = Set.of("assertion", "config");

    private static final String UNKNOWN_ID = "msg_00000000000000000000000000";

    /** Bodies of operations whose body must be right before their path counts. */
    private static final Map<String, String> VALID = Map.of(
            "configureSession", "{\"config\":{}}",
            "answerPasskey", "{\"confirmed\":true}",
            "createPairingCode", "{\"phoneNumber\":\"14155552671\"}",
            "receiveInbound", "{\"from\":\"14155552671\",\"type\":\"text\",\"text\":\"hello\"}",
            "reportStatus", "{\"status\":\"read\"}",
            "replayWebhook", "{\"since\":\"2026-01-01T00:00:00Z\"}",
            "createAccountKey", "{\"name\":\"billing\",\"scopes\":[\"account:read\"]}");

    /** What creates or sends nothing, or finds out by itself that it came before. */
    private static final Pattern WITHOUT_IDEMPOTENCY_KEY = Pattern.compile(
            "/v1/media|/v1/messages/\\{[^}]+}/read|/v1/sessions/\\{[^}]+}/(restart|logout|pairing-code|passkey)"
                    + "|/v1/admin/sessions/\\{[^}]+}/move"
                    + "|/v1/webhooks/\\{[^}]+}/test|/v1/sandbox/.*");

    @Inject
    TestKeys keys;

    @Inject
    Pool pool;

    @Inject
    Ids ids;

    @Inject
    Clock clock;

    @TestFactory
    Stream<DynamicTest> asksForAKey() {
        Api nobody = Api.withKey(null);
        return each(Operation::needsKey, op -> assertFailure(call(nobody, op), 401, "missing_api_key"));
    }

    @TestFactory
    Stream<DynamicTest> refusesAnUnknownKey() {
        Api stranger = Api.withKey("tdg_" + "x".repeat(46));
        return each(Operation::needsKey, op -> assertFailure(call(stranger, op), 401, "invalid_api_key"));
    }

    @TestFactory
    Stream<DynamicTest> refusesAnExpiredKey() {
        Api late = Api.withKey(keys.with(Instant.EPOCH, Scope.values()));
        return each(Operation::needsKey, op -> assertFailure(call(late, op), 401, "expired_api_key"));
    }

    @TestFactory
    Stream<DynamicTest> refusesAKeyWithoutTheScope() {
        Api powerless = Api.withKey(keys.with(null));
        return each(Operation::needsKey, op -> assertFailure(call(powerless, op), 403, "insufficient_permissions"));
    }

    @TestFactory
    Stream<DynamicTest> refusesAKeyThatHasEveryScopeButTheOneItNeeds() {
        return each(Operation::needsKey, op -> {
            Scope needed = Params.oneOf("scope", op.scope(), Scope.class, Scope::wireName);
            Set<Scope> others = EnumSet.complementOf(EnumSet.of(needed));
            assertFailure(
                            call(Api.withKey(keys.with(null, others.toArray(Scope[]::new))), op),
                            403,
                            "insufficient_permissions")
                    .body("error.details.reason", equalTo("needs the scope " + op.scope()));
        });
    }

    @TestFactory
    Stream<DynamicTest> refusesAnAccountThatIsOverItsLimit() {
        Tenant over = Tenant.on("premium", Map.of("requestsPerDay", 1));
        over.api().get("/v1/account").then().statusCode(200);
        return each(Operation::needsKey, op -> assertFailure(call(over.api(), op), 429, "rate_limit_exceeded"));
    }

    @TestFactory
    Stream<DynamicTest> refusesAnAccountThatHasTooMuchRunning() {
        Tenant busy = Tenant.on("premium", Map.of("concurrentRequests", 1));
        RawHttp upload = new RawHttp(RestAssured.port)
                .send("POST /v1/media HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                        + busy.api().key() + "\r\nContent-Type: text/plain\r\nContent-Length: 10\r\n\r\n");
        await().until(() -> busy.api().get("/v1/account").statusCode() == 429);
        return each(
                        Operation::needsKey,
                        op -> assertFailure(call(busy.api(), op), 429, "concurrent_request_limit_exceeded"))
                .onClose(upload::close);
    }

    @TestFactory
    Stream<DynamicTest> refusesWhatIsNoJson() {
        Api api = Api.operator();
        return each(Operation::hasBody, op -> assertFailure(body(api, op, "{\"a\":"), 400, "invalid_request"));
    }

    @TestFactory
    Stream<DynamicTest> refusesUnknownFields() {
        Api api = Api.operator();
        return each(
                Operation::hasBody,
                op -> assertFailure(body(api, op, "{\"nonsense\":1}"), 400, "invalid_request", "nonsense"));
    }

    @TestFactory
    Stream<DynamicTest> namesTheFieldThatIsMissing() {
        Api api = Api.operator();
        return each(
                op -> op.hasBody() && op.codes().contains("missing_required_parameter"),
                op -> assertFailure(body(api, op, "{}"), 400, "missing_required_parameter"));
    }

    @TestFactory
    Stream<DynamicTest> namesTheFieldOfTheWrongType() {
        Api api = Api.operator();
        return each(Operation::hasBody, op -> {
            String field = firstField(op);
            String wrong = OBJECTS.contains(field) ? "7" : "{\"a\":1}";
            assertFailure(body(api, op, "{\"" + field + "\":" + wrong + "}"), 400, "invalid_parameter_type", field);
        });
    }

    @TestFactory
    Stream<DynamicTest> refusesUnknownQueryParameters() {
        Api api = Api.operator();
        return each(op -> !op.path().equals(MetaWebhook.PATH), op -> {
            String path = op.pathWith(UNKNOWN_ID);
            assertFailure(query(api, op, path + "?nonsense=1"), 400, "invalid_request", "nonsense");
            assertFailure(query(api, op, "/api" + path + "?x&limit=0"), 400, "invalid_request", "x");
        });
    }

    @TestFactory
    Stream<DynamicTest> refusesQueryParametersThatComeTwiceUnlessAnyOfThemIsMeant() {
        Api api = Api.operator();
        return each(op -> !op.parameters("query").isEmpty() && !op.path().equals(MetaWebhook.PATH), op -> {
            for (String name : op.parameters("query")) {
                Response answer = query(api, op, op.pathWith(UNKNOWN_ID) + "?" + name + "=&" + name + "=");
                if (op.repeats(name)) {
                    assertFalse(answer.asString().contains("once"), name);
                } else {
                    assertFailure(answer, 400, "invalid_request", name);
                }
            }
        });
    }

    @Test
    void metaMayAddToItsCallbackWhatItLikes() {
        Response answer = Api.withKey(null).get(MetaWebhook.PATH + "?hub.mode=subscribe&x=1&x=2");
        assertFailure(answer, 403, "insufficient_permissions");
    }

    @TestFactory
    Stream<DynamicTest> judgesTheQueryAfterTheScope() {
        Api powerless = Api.withKey(keys.with(null));
        return each(
                Operation::needsKey,
                op -> assertFailure(
                        query(powerless, op, op.pathWith(UNKNOWN_ID) + "?nonsense=1"),
                        403,
                        "insufficient_permissions"));
    }

    /** With a body that is wrong as well. */
    private static Response query(Api api, Operation op, String path) {
        return withBody(api.request().urlEncodingEnabled(false), op, "{\"a\":").request(op.method(), path);
    }

    @TestFactory
    Stream<DynamicTest> refusesALimitThatIsNoNumber() {
        Api api = Api.operator();
        return each(
                op -> op.json().path("parameters").toString().contains("\"limit\""),
                op -> assertFailure(
                        api.get(op.pathWith(UNKNOWN_ID) + "?limit=many"), 400, "invalid_parameter_type", "limit"));
    }

    @TestFactory
    Stream<DynamicTest> refusesAnswersThatItCannotGive() {
        Api api = Api.operator();
        // a download answers with whatever the file is
        return each(op -> !op.id().equals("downloadMedia"), op -> {
            RequestSpecification request = api.request().header("Accept", "video/mp4");
            assertFailure(
                    withBody(request, op, "{}").request(op.method(), op.pathWith(UNKNOWN_ID)), 400, "invalid_request");
        });
    }

    /** A fixed word in a path, such as {@code text} of {@code /v1/messages/text}, is no id for the methods of other paths. */
    @TestFactory
    Stream<DynamicTest> takesNoFixedWordForAnId() {
        Api api = Api.operator();
        List<Operation> all = operations();
        Map<String, Set<String>> methods = all.stream()
                .collect(Collectors.groupingBy(
                        Operation::path, TreeMap::new, Collectors.mapping(Operation::method, Collectors.toSet())));
        List<DynamicTest> tests = new ArrayList<>();
        methods.forEach((path, own) -> all.stream()
                .filter(other -> !other.path().equals(path) && !own.contains(other.method()))
                .filter(other -> other.covers(path))
                .forEach(other -> tests.add(DynamicTest.dynamicTest(
                        other.method() + " " + path, () -> assertNotTaken(api, other.method(), path, own)))));
        assertFalse(tests.isEmpty());
        return tests.stream();
    }

    private static void assertNotTaken(Api api, String method, String path, Set<String> own) {
        Set<String> allowed = new TreeSet<>(own);
        allowed.add("OPTIONS");
        if (own.contains("GET")) {
            allowed.add("HEAD");
        }
        for (String form : List.of("", "/", ";a=b")) {
            String asked = path.replaceAll("\\{[^}]+}", UNKNOWN_ID) + form;
            assertFailure(api.request().urlEncodingEnabled(false).request(method, asked), 405, "method_not_allowed")
                    .header("Allow", equalTo(String.join(", ", allowed)));
        }
    }

    @TestFactory
    Stream<DynamicTest> takesNothingForAHeadThatOnlyTheEndOfABodyGivesBack() {
        Tenant tenant = Tenant.on("unlimited", Map.of("concurrentRequests", 3));
        return each(
                op -> op.method().equals("GET") && op.needsKey() && !op.scope().equals("admin"), op -> {
                    String path = op.pathWith(UNKNOWN_ID);
                    for (int i = 0; i < 6; i++) {
                        Response head = tenant.api().request().head(path);
                        assertTrue(head.statusCode() != 429, () -> "refused after " + head.statusCode());
                        assertEquals("", head.asString());
                    }
                });
    }

    @TestFactory
    Stream<DynamicTest> refusesAnIdempotencyKeyOfAnotherRequest() {
        return withUsedKey("anything else", 422, "idempotency_key_reused");
    }

    @TestFactory
    Stream<DynamicTest> refusesAnIdempotencyKeyThatIsAtWork() {
        return withUsedKey("", 409, "idempotency_key_in_use");
    }

    /** A key whose first request, told apart by what follows its body, has not been answered. */
    private Stream<DynamicTest> withUsedKey(String difference, int status, String code) {
        Api api = Api.operator();
        return each(op -> op.codes().contains(code), op -> {
            String key = ids.random();
            String path = op.pathWith(UNKNOWN_ID);
            // a secret is answered again to its own API key alone
            String whose = op.json().path("parameters").toString().contains("Only the API key") ? " operator" : "";
            byte[] request = ("POST " + path + whose + "\n" + (op.hasBody() ? "{}" : "") + difference)
                    .getBytes(StandardCharsets.UTF_8);
            Instant now = clock.instant();
            pool.preparedQuery("INSERT INTO idempotency (account_id, key, request_hash, locked_until, created_at)"
                            + " VALUES ('acc_00000000000000000000000000', $1, sha256($2), $3, $3)")
                    .executeAndAwait(Tuple.of(key, Buffer.buffer(request), SqlTimes.time(now.plusSeconds(60))));
            Response answer = withBody(api.request().header("Idempotency-Key", key), op, "{}")
                    .post(path);
            assertFailure(answer, status, code, "Idempotency-Key");
            assertEquals(status == 409 ? "1" : null, answer.header("Retry-After"));
        });
    }

    @TestFactory
    Stream<DynamicTest> takesAnIdempotencyKeyWhereSomethingIsCreatedOrSent() {
        return each(
                op -> op.method().equals("POST")
                        && op.needsKey()
                        && !WITHOUT_IDEMPOTENCY_KEY.matcher(op.path()).matches(),
                op -> {
                    assertTrue(op.parameters("header").contains("Idempotency-Key"), "takes no Idempotency-Key");
                    assertTrue(op.codes().contains("idempotency_key_in_use"), "does not document the 409");
                    assertTrue(op.json().at("/responses/409/headers").has("Retry-After"), "has no Retry-After");
                    assertFalse(
                            op.json()
                                    .path("responses")
                                    .findParents("Idempotency-Replayed")
                                    .isEmpty(),
                            "says nothing of a replay");
                });
    }

    @Test
    void isDescribedInWords() {
        Set<String> ids = new HashSet<>();
        for (Operation op : operations()) {
            assertTrue(ids.add(op.id()), op.id() + " is there twice");
            assertFalse(op.json().path("summary").asText().isBlank(), op.id() + " has no summary");
            assertFalse(op.json().path("tags").isEmpty(), op.id() + " has no tag");
            assertTrue(op.needsKey() || isPublic(op), op.id() + " needs no key");
        }
    }

    /** What anybody may read, and what is signed instead. */
    private static boolean isPublic(Operation op) {
        return op.path().startsWith("/v1/errors") || op.path().equals(MetaWebhook.PATH);
    }

    private Stream<DynamicTest> each(Predicate<Operation> which, ThrowingCheck check) {
        List<Operation> chosen = operations().stream().filter(which).toList();
        assertFalse(chosen.isEmpty());
        return chosen.stream().map(op -> DynamicTest.dynamicTest(op.id(), () -> check.of(op)));
    }

    private interface ThrowingCheck {
        void of(Operation operation) throws Exception;
    }

    private static List<Operation> operations() {
        return OpenApiDocument.of("http://localhost:" + RestAssured.port).operations();
    }

    private static Response call(Api api, Operation op) {
        return call(api, op, op.pathWith(UNKNOWN_ID));
    }

    private static Response call(Api api, Operation op, String path) {
        return withBody(api.request(), op, VALID.getOrDefault(op.id(), "{}")).request(op.method(), path);
    }

    private static Response body(Api api, Operation op, String body) {
        return withBody(api.request(), op, body).request(op.method(), op.pathWith(UNKNOWN_ID));
    }

    private static String firstField(Operation op) {
        return OpenApiDocument.of("http://localhost:" + RestAssured.port).firstField(op);
    }

    private static RequestSpecification withBody(RequestSpecification request, Operation op, String body) {
        return op.hasBody() ? request.contentType("application/json").body(body) : request;
    }
}
