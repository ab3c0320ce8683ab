package dev.tidings.core.template;

import static dev.tidings.support.Api.assertFailure;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidings.platform.id.IdKind;
import dev.tidings.platform.id.Ids;
import dev.tidings.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Templates by the API, with those that the sandbox plays. */
@QuarkusTest
class TemplateTest {
    @Inject
    Pool pool;

    @Inject
    Ids ids;

    private Api api;
    private String session;

    @BeforeEach
    void open() {
        api = Api.operator();
        session = api.connectedSession();
    }

    @Test
    void pagesAndMissesNothing() {
        List<String> all = list("").then().statusCode(200).extract().path("data.templateId");
        assertEquals(5, all.size());
        List<String> paged = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            Response page = list("&limit=2&cursor=" + cursor);
            paged.addAll(page.then().statusCode(200).extract().path("data.templateId"));
            cursor = page.path("page.nextCursor");
        }
        assertEquals(all, paged);
    }

    @Test
    void filtersByNameStatusLanguageAndCategory() {
        list("&name=hello_world").then().body("data.language", equalTo(List.of("en_US", "es_MX")));
        list("&name=world&language=es_MX").then().body("data", hasSize(1));
        list("&status=rejected")
                .then()
                .body("data.name", equalTo(List.of("summer_sale")))
                .body("data[0].rejectedReason", equalTo("promotional"));
        list("&status=rejected&status=pending").then().body("data", hasSize(2));
        list("&category=authentication").then().body("data.name", equalTo(List.of("login_code")));
        list("&category=marketing&status=approved").then().body("data", hasSize(0));
        list("&language=en_US&language=es_MX&language=").then().body("data", hasSize(5));
    }

    @Test
    void showsOne() {
        String id = list("&name=order").path("data[0].templateId");
        one(id).then()
                .statusCode(200)
                .body("data.templateId", equalTo(id))
                .body("data.name", equalTo("order_update"))
                .body("data.language", equalTo("en_US"))
                .body("data.status", equalTo("approved"))
                .body("data.category", equalTo("utility"))
                .body("data.parameterFormat", equalTo("positional"))
                .body("data.quality", equalTo("yellow"))
                .body("data.rejectedReason", nullValue())
                .body("data.components[0].type", equalTo("BODY"));
        String other = api.connectedSession();
        list("", other).then().body("data[0].templateId", not(equalTo(list("").path("data[0].templateId"))));
        assertFailure(api.get("/v1/templates/" + id + "?sessionId=" + other), 404, "resource_not_found");
        assertFailure(one("1"), 404, "resource_not_found");
        assertFailure(one("x"), 404, "resource_not_found");
    }

    @Test
    void aCursorCountsWithItsFiltersAndOnItsSessionOnly() {
        String cursor = list("&limit=1").path("page.nextCursor");
        list("&limit=5&cursor=" + cursor).then().statusCode(200).body("data", hasSize(4));
        assertFailure(list("&status=approved&cursor=" + cursor), 400, "invalid_request", "cursor");
        assertFailure(list("&cursor=" + cursor, api.connectedSession()), 400, "invalid_request", "cursor");
        assertFailure(api.get("/v1/messages?cursor=" + cursor), 400, "invalid_request", "cursor");
    }

    @ParameterizedTest
    @CsvSource({
        "name=Hello,400,invalid_request,name",
        "status=gone,400,invalid_request,status",
        "status=APPROVED,400,invalid_request,status",
        "language=english,400,invalid_request,language",
        "category=fun,400,invalid_request,category",
        "limit=0,400,invalid_request,limit",
        "limit=x,400,invalid_parameter_type,limit",
        "cursor=abc,400,invalid_request,cursor",
        "page=2,400,invalid_request,page"
    })
    void refusesWhatMakesNoSense(String query, int status, String code, String field) {
        assertFailure(list("&" + query), status, code, field);
    }

    @Test
    void needsASessionThatIsConnected() {
        for (String path : List.of("/v1/templates", "/v1/templates/1")) {
            assertFailure(api.get(path), 400, "missing_required_parameter", "sessionId");
            assertFailure(api.get(path + "?sessionId=x"), 404, "session_not_found");
            assertFailure(api.get(path + "?sessionId=" + api.newSession()), 400, "session_not_connected");
            String cut = api.connectedSession();
            api.post("/v1/sandbox/sessions/" + cut + "/disconnect").then().statusCode(200);
            assertFailure(api.get(path + "?sessionId=" + cut), 400, "session_disconnected");
        }
    }

    @Test
    void needsAnEngineThatHasTemplates() {
        String linked = ids.next(IdKind.SESSION);
        pool.preparedQuery("INSERT INTO session (id, account_id, name, engine, status, created_at, updated_at)"
                        + " SELECT $1, account_id, 'phone', 'linked', 'logged_out', created_at, updated_at"
                        + " FROM session WHERE id = $2")
                .executeAndAwait(Tuple.of(linked, session));
        for (String path : List.of("/v1/templates", "/v1/templates/1")) {
            assertFailure(api.get(path + "?sessionId=" + linked), 422, "not_supported_by_engine")
                    .body("error.details.reason", equalTo("the engine linked has no templates"));
        }
    }

    private Response one(String id) {
        return api.get("/v1/templates/" + id + "?sessionId=" + session);
    }

    private Response list(String query) {
        return list(query, session);
    }

    private Response list(String query, String ofSession) {
        return api.request().urlEncodingEnabled(false).get("/v1/templates?sessionId=" + ofSession + query);
    }
}
