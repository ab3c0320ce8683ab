package dev.tidings.webhook;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import dev.tidings.support.WebhookReceiver.Received;
import java.util.List;

/** Verifies requests with an implementation of somebody else, whatever time the tests have come to. */
public final class Verify {
    private Verify() {}

    public static void with(String secret, Received request) {
        long at = Long.parseLong(request.header("webhook-timestamp"));
        try {
            String signature = new Webhook(secret).sign(request.header("webhook-id"), at, request.text());
            List<String> found = List.of(request.header("webhook-signature").split(" "));
            assertTrue(found.contains(signature), () -> signature + " is not in " + found);
        } catch (WebhookSigningException e) {
            throw new AssertionError(e);
        }
    }
}
