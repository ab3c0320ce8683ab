package dev.tidings.webhook.client;

import dev.tidings.platform.egress.CallCancellation;
import dev.tidings.platform.egress.EgressResult;
import dev.tidings.platform.egress.EgressResult.Posted;
import dev.tidings.webhook.delivery.ClaimedDelivery;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;

/** Tries to deliver, signed; however it ends, no connection is left behind. */
@ApplicationScoped
public class WebhookClient {
    private final TimedPost call;
    private final WebhookSecrets secrets;
    private final Clock clock;

    WebhookClient(TimedPost call, WebhookSecrets secrets, Clock clock) {
        this.call = call;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** One try. Whatever the endpoint does is an outcome. */
    public Uni<Attempt> send(WebhookEndpoint webhook, ClaimedDelivery.Event event) {
        return Uni.createFrom().deferred(() -> {
            Instant at = clock.instant();
            long begun = System.nanoTime();
            byte[] body = WebhookPayload.of(event);
            Map<String, String> headers = headers(webhook, event.id(), at, body);
            return post(webhook.url(), headers, Buffer.buffer(body))
                    .map(this::outcome)
                    .map(outcome -> new Attempt(at, Duration.ofNanos(System.nanoTime() - begun), outcome));
        });
    }

    /** A call that takes too long is over once its connection is closed, not before. */
    private Uni<Posted> post(String url, Map<String, String> headers, Buffer body) {
        CallCancellation cutOff = new CallCancellation();
        return call.post(url, headers, body, cutOff)
                .onFailure(TimeoutException.class)
                .recoverWithUni(late -> cutOff.now().replaceWith(new EgressResult.TimedOut()));
    }

    private Map<String, String> headers(WebhookEndpoint webhook, String eventId, Instant at, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>(secrets.headers(webhook));
        headers.put("Content-Type", "application/json");
        headers.put("webhook-id", eventId);
        headers.put("webhook-timestamp", Long.toString(at.getEpochSecond()));
        headers.put("webhook-signature", WebhookSigner.sign(secrets.signing(webhook, at), eventId, at, body));
        return headers;
    }

    private AttemptOutcome outcome(Posted posted) {
        if (posted instanceof Posted.Answered answer) {
            String text = text(answer.body());
            return answer.status() >= 200 && answer.status() <= 299
                    ? new AttemptOutcome.Delivered(answer.status(), text)
                    : new AttemptOutcome.Rejected(answer.status(), text, seconds(answer.retryAfter()));
        }
        if (posted instanceof EgressResult.TimedOut) {
            return new AttemptOutcome.TimedOut();
        }
        EgressResult.Failed failure = (EgressResult.Failed) posted;
        return failure instanceof EgressResult.Refused
                ? new AttemptOutcome.Forbidden(failure.reason())
                : new AttemptOutcome.Unreachable(failure.reason());
    }

    /** As the database can store it, whatever bytes came. */
    private static String text(Buffer body) {
        return new String(body.getBytes(), StandardCharsets.UTF_8).replace('\0', '\uFFFD');
    }

    /** {@code Retry-After} in seconds or as a date; null when it is neither. */
    private Long seconds(Optional<String> retryAfter) {
        String value = retryAfter.map(String::strip).orElse("");
        if (value.matches("[0-9]{1,9}")) {
            return Long.parseLong(value);
        }
        try {
            Instant date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Math.max(0, Duration.between(clock.instant(), date).toSeconds());
        } catch (DateTimeException neither) {
            return null;
        }
    }
}
