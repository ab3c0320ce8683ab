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

/** The bound around a call to an endpoint, from the first question to the last byte. */
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
     * Posts, and keeps the first 16 KB of the answer. Fails with a timeout after {@value #TIMEOUT_MILLIS} ms; the call itself is
     * not ended by that, as a timeout does not reach what it was put around: the caller cuts it off.
     */
    @Timeout(TIMEOUT_MILLIS)
    Uni<Posted> post(String url, Map<String, String> headers, Buffer body, CallCancellation cutOff) {
        return http.post(url, headers, body, LIMITS, cutOff);
    }
}
