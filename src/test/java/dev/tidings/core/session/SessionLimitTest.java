package dev.tidings.core.session;

import static dev.tidings.support.Api.assertFailure;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidings.support.Api;
import dev.tidings.support.Tenant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SessionLimitTest {
    @Test
    void letsADeletedSessionGiveItsPlaceToAnother() {
        Api api = Tenant.on("unlimited", Map.of("sessions", 1)).api();
        String first = api.newSession();
        assertFailure(api.post("/v1/sessions", Map.of("name", "second")), 403, "session_limit_reached")
                .body("error.details.reason", equalTo("the plan allows 1 sessions at the same time"));
        api.delete("/v1/sessions/" + first).then().statusCode(200);
        api.newSession();
    }

    @Test
    void holdsExactlyUnderParallelCreation() {
        Api api = Tenant.on("unlimited", Map.of("sessions", 4)).api();
        List<CompletableFuture<Response>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(CompletableFuture.supplyAsync(() -> api.post("/v1/sessions", Map.of("name", "one of many"))));
        }
        List<Response> answers = all.stream().map(CompletableFuture::join).toList();
        assertEquals(
                4, answers.stream().filter(answer -> answer.statusCode() == 201).count());
        answers.stream()
                .filter(answer -> answer.statusCode() != 201)
                .forEach(answer -> assertFailure(answer, 403, "session_limit_reached"));
        api.get("/v1/account").then().body("data.usage.sessions", equalTo(4));
    }
}
