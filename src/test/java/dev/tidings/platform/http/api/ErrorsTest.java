package dev.tidings.platform.http.api;

import static dev.tidings.support.Api.assertFailure;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.tidings.platform.error.ErrorCode;
import dev.tidings.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ErrorsTest {
    private Api anybody;

    @BeforeEach
    void open() {
        anybody = Api.withKey(null);
    }

    @Test
    void publishesTheWholeCatalogueWithoutAKey() {
        anybody.get("/v1/errors").then().statusCode(200).body("data", hasSize(ErrorCode.values().length));
    }

    @Test
    void explainsEveryCode() {
        for (ErrorCode code : ErrorCode.values()) {
            anybody.get("/v1/errors/" + code.code())
                    .then()
                    .statusCode(200)
                    .body("data.status", equalTo(code.status()))
                    .body("data.message", equalTo(code.message()))
                    .body("data.hint", equalTo(code.hint()));
        }
    }

    @Test
    void knowsNoOtherCode() {
        assertFailure(anybody.get("/v1/errors/no_such_code"), 404, "resource_not_found");
        assertFailure(anybody.get("/v1/errors/SESSION_NOT_FOUND"), 404, "resource_not_found");
    }
}
