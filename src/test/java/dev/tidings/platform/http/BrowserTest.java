package dev.tidings.platform.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.tidings.support.Api;
import dev.tidings.support.NarrowSettings;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

/** What browsers are told: which pages may call, and how little they may make of an answer. */
@QuarkusTest
@TestProfile(NarrowSettings.class)
class BrowserTest {
    private static final String ORIGIN = NarrowSettings.ORIGIN;

    @Test
    void aPageOfANamedOriginMayAskBeforehandWithoutAKey() {
        given().header("Origin", ORIGIN)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization,content-type")
                .options("/v1/messages/text")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", equalTo(ORIGIN))
                .header("Access-Control-Allow-Methods", containsString("POST"))
                .header("Access-Control-Allow-Headers", equalTo("authorization,content-type"))
                .header("Vary", equalTo("Origin"));
    }

    @Test
    void aPageOfANamedOriginReadsAnswersAndFailures() {
        Api.operator()
                .request()
                .header("Origin", ORIGIN)
                .get("/api/v1/sessions")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", equalTo(ORIGIN))
                .header("Access-Control-Expose-Headers", containsString("Retry-After"));
        given().header("Origin", ORIGIN)
                .get("/v1/sessions")
                .then()
                .statusCode(401)
                .header("Access-Control-Allow-Origin", equalTo(ORIGIN));
    }

    @Test
    void anyOtherOriginIsAnsweredButNotNamed() {
        Api.operator()
                .request()
                .header("Origin", "https://evil.example.com")
                .get("/v1/sessions")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", nullValue());
        given().header("Origin", "https://evil.example.com")
                .header("Access-Control-Request-Method", "GET")
                .options("/v1/sessions")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", nullValue())
                .header("Access-Control-Allow-Methods", nullValue());
        given().header("Origin", "https://evil.example.com")
                .header("Access-Control-Request-Method", "GET")
                .options("/v1/nothing")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", nullValue());
    }

    @Test
    void everyAnswerTellsBrowsersHowLittleToMakeOfIt() {
        for (String path : new String[] {"/v1/sessions", "/v1/errors", "/nowhere", "/q/health/live"}) {
            given().get(path)
                    .then()
                    .header("X-Content-Type-Options", equalTo("nosniff"))
                    .header("Referrer-Policy", equalTo("no-referrer"))
                    .header("Content-Security-Policy", containsString("frame-ancestors 'none'"));
        }
        given().get("/v1/errors").then().header("Content-Security-Policy", containsString("default-src 'none'"));
        // the page needs its scripts
        given().get("/q/swagger-ui/")
                .then()
                .statusCode(200)
                .header("X-Frame-Options", equalTo("DENY"))
                .header("Content-Security-Policy", equalTo("frame-ancestors 'none'"));
    }
}
