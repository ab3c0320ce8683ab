package dev.tidings.platform.http.route;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RequestMetricsTest {
    private static final String COUNT = "tidings_http_requests_seconds_count{";

    /** An id of ours, a phone number, an address, a long number. */
    private static final Pattern PERSONAL =
            Pattern.compile("\"[^\"]*([a-z]+_[0-9a-hjkmnp-tv-z]{26}|\\d{7,}|https?://)[^\"]*\"");

    @Test
    void countsByDeclaredPathStatusAndCode() {
        Api api = Api.operator();
        String session = api.connectedSession();
        api.sentText(session, "14155552671");
        api.get("/v1/sessions/" + session);
        api.get("/api/v1/sessions/session_00000000000000000000000000");
        given().get("/v1/sessions/" + session + "/qr");
        given().get("/v1/some/page/14155552671");
        given().header("Authorization", "Bearer " + api.key()).request("BREW", "/v1/coffee");

        requireCounted("GET", "/v1/sessions/{sessionId}", "200", "none");
        requireCounted("GET", "/v1/sessions/{sessionId}", "404", "session_not_found");
        requireCounted("GET", "/v1/sessions/{sessionId}/qr", "401", "missing_api_key");
        requireCounted("POST", "/v1/messages/text", "200", "none");
        requireCounted("GET", "none", "401", "missing_api_key");
        requireCounted("other", "none", "404", "resource_not_found");
    }

    @Test
    void noLabelHoldsWhatAClientMadeUp() {
        Api api = Api.operator();
        String session = api.connectedSession();
        api.sentText(session, "14155552671");
        given().get("/v1/sessions/" + session);
        given().get("/v1/sessions/https://example.com/14155552671");
        given().get("/" + session);

        requireCounted("POST", "/v1/messages/text", "200", "none");
        List<String> personal = scrape().lines()
                .filter(line -> !line.startsWith("#"))
                .filter(line -> PERSONAL.matcher(line).find())
                .toList();
        assertEquals(List.of(), personal);
    }

    @Test
    void probesAndScrapesDoNotCount() {
        given().get("/q/health/live").then().statusCode(200);
        scrape();
        assertFalse(scrape().contains("route=\"/q"));
    }

    @Test
    void engineAndQueueAndSessionsAreMeasured() {
        Api api = Api.operator();
        String session = api.connectedSession();
        api.sentText(session, "14155552671");
        api.sendText(session, "14155550001", "Nobody there");

        await().untilAsserted(() -> {
            String scraped = scrape();
            assertTrue(scraped.contains("tidings_sends_seconds_count{engine=\"sandbox\",outcome=\"accepted\"}"));
            assertTrue(scraped.contains(
                    "tidings_sends_seconds_count{engine=\"sandbox\",outcome=\"recipient_not_on_whatsapp\"}"));
            assertTrue(scraped.contains("tidings_session_changes_total{engine=\"sandbox\",status=\"connected\"}"));
            assertTrue(scraped.contains("tidings_sessions{engine=\"sandbox\",status=\"connected\"}"));
            assertTrue(scraped.contains("tidings_queue_oldest_due_seconds "));
            assertTrue(scraped.contains("tidings_database_up 1.0"));
        });
    }

    /** The end of a request is measured a moment after its answer is out. */
    private static void requireCounted(String method, String route, String status, String code) {
        Map<String, String> labels = Map.of("method", method, "route", route, "status", status, "code", code);
        await().until(() -> scrape().lines()
                .filter(line -> line.startsWith(COUNT))
                .anyMatch(line -> labels.entrySet().stream()
                        .allMatch(label -> line.contains(label.getKey() + "=\"" + label.getValue() + "\""))));
    }

    private static String scrape() {
        return given().get("/q/metrics").then().statusCode(200).extract().asString();
    }
}
