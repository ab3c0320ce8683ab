package dev.tidings.webhook.client;

import dev.tidings.platform.egress.CallCancellation;
import dev.tidings.platform.egress.CallLimits;
import dev.tidings.platform.egress.EgressResult.Posted;
import dev.tidings.platform.egress.GuardedHttpClient;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.faulttolerance.Timeout;

/** The time limit of a call to an endpoint, from the look-up of its name to the last byte. */
@ApplicationScoped
class TimedPost {
    static final long TIMEOUT_MILLIS = 5_000;
    private static final long MAX_ANSWER = 16 * 1024;
    private static final CallLimits LIMITS = CallLimits.within(Duration.ofMillis(TIMEOUT_MILLIS), MAX_ANSWER);

    private final GuardedHttpClient http;

    TimedPost(GuardedHttpClient http) {
        this.http = http;
    }

    /**
     * Posts, and keeps the first 16 KB of the answer. Fails with a timeout after {@value #TIMEOUT_MILLIS} ms; that
     * does not end the call itself, as a timeout does not reach what runs inside of it: the caller cancels the call.
     */
    @Timeout(TIMEOUT_MILLIS)
    Uni<Posted> post(String url, Map<String, String> headers, Buffer body, CallCancellation cancellation) {
        return http.post(url, headers, body, LIMITS, cancellation);
    }
}
