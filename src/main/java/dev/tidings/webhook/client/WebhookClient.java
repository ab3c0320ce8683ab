package dev.tidings.webhook.client;

import dev.tidings.platform.egress.CallCancellation;
import dev.tidings.platform.egress.EgressResult;
import dev.tidings.platform.egress.EgressResult.Posted;
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

/** Makes one signed attempt to deliver an event; however it ends, its connection is closed. */
@ApplicationScoped
public class WebhookClient {
    /** An endpoint may answer with what it got. */
    private static final String NOT_KEPT = "(not kept: the event held a code that pairs a session)";

    private final TimedPost timedPost;
    private final WebhookSecrets secrets;
    private final Clock clock;

    WebhookClient(TimedPost timedPost, WebhookSecrets secrets, Clock clock) {
        this.timedPost = timedPost;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** Whatever the endpoint does is an outcome, never a failure. */
    public Uni<Attempt> send(WebhookEndpoint endpoint, WebhookEvent event) {
        return Uni.createFrom().deferred(() -> {
            Instant at = clock.instant();
            long begun = System.nanoTime();
            byte[] body = WebhookPayload.of(event);
            Map<String, String> headers = headers(endpoint, event.id(), at, body);
            return post(endpoint.url(), headers, Buffer.buffer(body))
                    .map(posted -> outcome(posted, event))
                    .map(outcome -> new Attempt(at, Duration.ofNanos(System.nanoTime() - begun), outcome));
        });
    }

    /** A call that takes too long ends once its connection is closed, not before. */
    private Uni<Posted> post(String url, Map<String, String> headers, Buffer body) {
        CallCancellation cancellation = new CallCancellation();
        return timedPost
                .post(url, headers, body, cancellation)
                .onFailure(TimeoutException.class)
                .recoverWithUni(late -> cancellation.now().replaceWith(new EgressResult.TimedOut()));
    }

    private Map<String, String> headers(WebhookEndpoint endpoint, String eventId, Instant at, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>(secrets.headers(endpoint));
        headers.put("Content-Type", "application/json");
        headers.put("webhook-id", eventId);
        headers.put("webhook-timestamp", Long.toString(at.getEpochSecond()));
        headers.put("webhook-signature", WebhookSigner.sign(secrets.signing(endpoint, at), eventId, at, body));
        return headers;
    }

    private AttemptOutcome outcome(Posted posted, WebhookEvent event) {
        if (posted instanceof Posted.Answered answer) {
            String text = event.secret() ? NOT_KEPT : text(answer.body());
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

    /** Any bytes, as text that the database can store. */
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
