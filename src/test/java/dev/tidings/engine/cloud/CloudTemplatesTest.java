package dev.tidings.engine.cloud;

import static dev.tidings.support.Api.assertFailure;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidings.support.Api;
import dev.tidings.support.FakeGraph;
import dev.tidings.support.FakeGraph.Fault;
import dev.tidings.support.FakeGraphResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Templates as Meta keeps them for the business account of a number. */
@QuarkusTest
@WithTestResource(value = FakeGraphResource.class, scope = TestResourceScope.GLOBAL)
class CloudTemplatesTest {
    FakeGraph graph;

    private Api api;
    private CloudFixture cloud;

    @BeforeEach
    void connect() {
        api = Api.operator();
        cloud = CloudFixture.connect(api, graph);
        graph.keepTemplates(
                cloud.number(),
                List.of(
                        FakeGraph.template("order_update", "en_US", "APPROVED", "UTILITY"),
                        FakeGraph.template("order_update", "de", "PENDING", "UTILITY"),
                        FakeGraph.template("summer_sale", "en_US", "REJECTED", "MARKETING")
                                .put("rejected_reason", "INVALID_FORMAT"),
                        FakeGraph.template("summer_sale", "de", "DREAMING", "MARKETING")));
    }

    @Test
    void listsThoseOfTheBusinessAccountThatMetaShows() {
        list("").then()
                .statusCode(200)
                .body("data.name", equalTo(List.of("order_update", "order_update", "summer_sale", "summer_sale")))
                .body("data.status", equalTo(List.of("approved", "pending", "rejected", "dreaming")))
                .body("data[0].category", equalTo("utility"))
                .body("data[0].parameterFormat", equalTo("positional"))
                .body("data[0].quality", equalTo("green"))
                .body("data[0].rejectedReason", nullValue())
                .body("data[2].rejectedReason", equalTo("invalid_format"))
                .body("data[0].components[0].text", equalTo("Hello {{1}}"))
                .body("page.hasMore", equalTo(false));
        list("");
        assertEquals(1, lookUps(), "it is stored");
    }

    @Test
    void asksForTheAccountOfTheConfigWhereThereIsOne() {
        FakeGraph.Number number = graph.newNumber();
        graph.keepTemplates(number, List.of(FakeGraph.template("mine", "en", "APPROVED", "UTILITY")));
        Map<String, Object> config = new LinkedHashMap<>(number.config("app_secret_of_" + number.id(), "a phrase"));
        config.put("businessAccountId", number.businessAccount());
        String session = api.post("/v1/sessions", Map.of("name", "shop", "engine", "cloud", "config", config))
                .then()
                .statusCode(201)
                .extract()
                .path("data.sessionId");
        api.get("/v1/templates?sessionId=" + session)
                .then()
                .statusCode(200)
                .body("data.name", equalTo(List.of("mine")));
        assertEquals(
                0,
                graph.calls(number).stream()
                        .filter(call -> call.target().contains("health_status"))
                        .count());
    }

    @Test
    void letsMetaPageAndFilter() {
        Response first = list("&limit=3");
        first.then().body("data", hasSize(3)).body("page.hasMore", equalTo(true));
        list("&limit=3&cursor=" + first.path("page.nextCursor"))
                .then()
                .body("data", hasSize(1))
                .body("page.nextCursor", nullValue());
        list("&name=summer&language=de").then().body("data", hasSize(1)).body("data[0].status", equalTo("dreaming"));
        list("&status=approved").then().body("data", hasSize(1));
        list("&status=approved&status=pending&category=utility").then().body("data", hasSize(2));
    }

    @Test
    void showsOne() {
        String id = list("&status=rejected").path("data[0].templateId");
        api.get("/v1/templates/" + id + "?sessionId=" + cloud.session())
                .then()
                .statusCode(200)
                .body("data.name", equalTo("summer_sale"));
        assertFailure(
                api.get("/v1/templates/" + FakeGraph.nextId() + "?sessionId=" + cloud.session()),
                404,
                "resource_not_found");
    }

    @Test
    void saysWhyMetaDoesNotShowThem() {
        String account = cloud.number().businessAccount();
        graph.failFor(account, Fault.error(400, 200, 0, "Permissions error", "whatsapp_business_management"));
        assertFailure(list(""), 400, "invalid_request").body("error.details.engineCode", equalTo("200"));
        graph.failFor(
                account, Fault.error(400, 80008, 0, "Too many calls", "Wait").with("Retry-After", "7"));
        list("").then().statusCode(429).body("error.code", equalTo("rate_limit_exceeded"));
        graph.failFor(account, Fault.error(500, 2, 0, "Service temporarily unavailable", "Later"));
        assertFailure(list(""), 503, "service_unavailable");
        api.get("/v1/sessions/" + cloud.session()).then().body("data.status", equalTo("connected"));
        graph.failFor(account, Fault.error(401, 190, 0, "Error validating access token", "Expired"));
        assertFailure(list(""), 400, "session_disconnected");
        api.get("/v1/sessions/" + cloud.session())
                .then()
                .body("data.status", equalTo("disconnected"))
                .body("data.statusReason", equalTo("access_token_invalid"));
    }

    private long lookUps() {
        return graph.calls(cloud.number()).stream()
                .filter(call -> call.target().contains("health_status"))
                .count();
    }

    private Response list(String query) {
        return api.request().urlEncodingEnabled(false).get("/v1/templates?sessionId=" + cloud.session() + query);
    }
}
