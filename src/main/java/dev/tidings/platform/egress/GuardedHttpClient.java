package dev.tidings.platform.egress;

import dev.tidings.platform.egress.EgressResult.Clearance;
import dev.tidings.platform.egress.EgressResult.Fetched;
import dev.tidings.platform.egress.EgressResult.Posted;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Calls addresses that users choose. At each call the name is resolved, every address judged, and the connection made to
 * a judged address, so that a name cannot change in between. Redirects are not followed, there are no
 * proxies and no cookies, and a connection serves one call.
 */
@ApplicationScoped
public class GuardedHttpClient {
    /**
     * A call cannot take back a TLS handshake that it gave up: the host may keep that connection for so long. Brief calls, of
     * which there are many, leave little behind; those with more time never fail for this reason before it is over.
     */
    private static final Duration BRIEF = Duration.ofSeconds(5);

    private static final Duration LONGEST_HANDSHAKE = Duration.ofMinutes(2);

    /** No queue here: the callers limit how many calls run at once. */
    private static final int MAX_CALLS_PER_HOST = 1024;

    private final Vertx vertx;
    private final DestinationGuard guard;
    private final HttpClient brief;
    private final HttpClient patient;

    @Inject
    GuardedHttpClient(Vertx vertx, EgressPolicy policy, AddressResolver resolver, EgressTrust trust) {
        this(vertx, policy, resolver, options(trust));
    }

    GuardedHttpClient(Vertx vertx, EgressPolicy policy, AddressResolver resolver, HttpClientOptions options) {
        this.vertx = vertx;
        this.guard = new DestinationGuard(policy, resolver);
        this.brief = client(vertx, options, BRIEF);
        this.patient = client(vertx, options, LONGEST_HANDSHAKE);
    }

    private static HttpClient client(Vertx vertx, HttpClientOptions options, Duration handshake) {
        return vertx.createHttpClient(
                new HttpClientOptions(options).setSslHandshakeTimeout(handshake.toSeconds()),
                new PoolOptions().setHttp1MaxSize(MAX_CALLS_PER_HOST));
    }

    static HttpClientOptions options(EgressTrust trust) {
        HttpClientOptions options = options();
        trust.options().ifPresent(options::setTrustOptions);
        return options;
    }

    static HttpClientOptions options() {
        return new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setKeepAlive(false)
                // for a connection that its call gave up before it was made
                .setKeepAliveTimeout(1)
                .setVerifyHost(true)
                .setTracingPolicy(TracingPolicy.IGNORE);
    }

    /**
     * Whether a URL may be called, now or later, without calling it. A name that has no address now is {@code Unreachable}, and
     * refused where https is required.
     */
    public Uni<Clearance> check(String url, Duration limit) {
        return guard.clearForLater(url, limit);
    }

    /** Gets a file. A failure of the sink fails the Uni; whatever the host does is a result. */
    public Uni<Fetched> fetch(String url, CallLimits limits, BodySink sink) {
        return fetch(url, Map.of("Accept", "*/*"), limits, sink);
    }

    /** Gets a file with headers of the caller, such as a key for the host. */
    public Uni<Fetched> fetch(String url, Map<String, String> headers, CallLimits limits, BodySink sink) {
        HttpCall call = new HttpCall(HttpMethod.GET, url, headers, null, limits);
        return exchange(call, () -> new ResponseReader.Streaming(sink, limits.maxBytes()), new CallCancellation());
    }

    /**
     * Posts a body and keeps the answer up to the limit.
     *
     * @param headers those of {@link ConnectionHeaders} are left out
     */
    public Uni<Posted> post(String url, Map<String, String> headers, Buffer body, CallLimits limits) {
        return post(url, headers, body, limits, new CallCancellation());
    }

    /** Posts a body in a call that its caller may end. */
    public Uni<Posted> post(
            String url, Map<String, String> headers, Buffer body, CallLimits limits, CallCancellation cancellation) {
        HttpCall call = new HttpCall(HttpMethod.POST, url, headers, body, limits);
        return exchange(call, () -> new ResponseReader.Truncating(limits.maxBytes()), cancellation);
    }

    private <T> Uni<T> exchange(HttpCall call, Supplier<ResponseReader<T>> reader, CallCancellation cancellation) {
        return Uni.createFrom()
                .emitter(emitter -> new HttpExchange<>(
                                vertx, client(call.limits()), call, reader.get(), cancellation, emitter)
                        .start(guard.clear(call.url(), call.limits().resolution())));
    }

    private HttpClient client(CallLimits limits) {
        return limits.total().compareTo(BRIEF) > 0 ? patient : brief;
    }
}
