package dev.tidings.webhook.client;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookSignerTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw|msg_p5jXN8AQM9LWM0D4loKWxJek|1614265330|{\"test\": 2432232314}|v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD|msg_27UH4WbU6Z5A5EzD8u03UvzRbpk|1649367553|{\"email\":\"test@example.com\",\"username\":\"test_user\"}|v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw="
            })
    void signsAsTheStandardDoes(String secret, String id, long at, String body, String signature) {
        assertEquals(signature, sign(List.of(secret), id, Instant.ofEpochSecond(at), body));
    }

    @Test
    void isVerifiedByAnImplementationOfSomebodyElse() throws Exception {
        String secret = WebhookSigner.newSecret();
        Instant now = Instant.now();

        HttpHeaders headers = headers("evt_1", now, sign(List.of(secret), "evt_1", now, "{\"ü\":1}"));

        new Webhook(secret).verify("{\"ü\":1}", headers);
        assertThrows(WebhookVerificationException.class, () -> new Webhook(secret).verify("{\"ü\":2}", headers));
        assertThrows(
                WebhookVerificationException.class,
                () -> new Webhook(WebhookSigner.newSecret()).verify("{\"ü\":1}", headers));
    }

    @Test
    void signsWithEverySecretWhileTheyChange() {
        String old = WebhookSigner.newSecret();
        String fresh = WebhookSigner.newSecret();
        Instant now = Instant.now();

        HttpHeaders headers = headers("evt_1", now, sign(List.of(fresh, old), "evt_1", now, "{}"));

        assertDoesNotThrow(() -> new Webhook(old).verify("{}", headers));
        assertDoesNotThrow(() -> new Webhook(fresh).verify("{}", headers));
    }

    @Test
    void makesSecretsOf32RandomBytes() {
        String secret = WebhookSigner.newSecret();
        assertTrue(secret.startsWith("whsec_"));
        assertEquals(32, Base64.getDecoder().decode(secret.substring(6)).length);
        assertNotEquals(secret, WebhookSigner.newSecret());
    }

    private static String sign(List<String> secrets, String id, Instant at, String body) {
        return WebhookSigner.sign(secrets, id, at, body.getBytes(StandardCharsets.UTF_8));
    }

    private static HttpHeaders headers(String id, Instant at, String signature) {
        return HttpHeaders.of(
                Map.of(
                        "webhook-id", List.of(id),
                        "webhook-timestamp", List.of(Long.toString(at.getEpochSecond())),
                        "webhook-signature", List.of(signature)),
                (name, value) -> true);
    }
}
