package dev.tidings.access.idempotency;

import dev.tidings.access.auth.Caller;
import dev.tidings.access.auth.CurrentCaller;
import dev.tidings.access.idempotency.IdempotencyRepository.Known;
import dev.tidings.platform.async.BackgroundTasks;
import dev.tidings.platform.async.BlockingTasks;
import dev.tidings.platform.crypto.Sha256;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.http.route.FilterPriorities;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Answers a repeated request with the first answer. The key is claimed here, before the operation runs; the operation
 * itself ends it (see {@link IdempotencyInterceptor}), and what it makes is bound to the key in the statement that
 * makes it, so that a crash between the two never makes it twice.
 */
class IdempotencyFilter {
    static final String HEADER = "Idempotency-Key";
    private static final String REPLAYED = "Idempotency-Replayed";
    private static final int MAX_LENGTH = 255;

    /**
     * Longer than a send can take, with a file to fetch (10 s), others before it (25 s) and a slow engine (20 s):
     * after this time the first request counts as dead.
     */
    private static final Duration LOCK = Duration.ofSeconds(60);

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final int OK = 200;

    /** Larger bodies are hashed off the event loop. */
    private static final int LARGE = 64 * 1024;

    private final IdempotencyRepository keys;
    private final IdempotencyService ends;
    private final CurrentCaller caller;
    private final AnswerCodec answers;
    private final BlockingTasks blocking;
    private final Clock clock;

    IdempotencyFilter(
            IdempotencyRepository keys,
            IdempotencyService ends,
            CurrentCaller caller,
            AnswerCodec answers,
            BlockingTasks blocking,
            Clock clock) {
        this.keys = keys;
        this.ends = ends;
        this.caller = caller;
        this.answers = answers;
        this.blocking = blocking;
        this.clock = clock;
    }

    @ServerRequestFilter(priority = FilterPriorities.IDEMPOTENCY)
    public Uni<Response> claim(ContainerRequestContext request, RoutingContext routing, ResourceInfo operation) {
        String header = request.getHeaderString(HEADER);
        Idempotent keyed = operation.getResourceMethod().getAnnotation(Idempotent.class);
        if (header == null || keyed == null) {
            return Uni.createFrom().nullItem();
        }
        Caller owner = caller.get();
        ClaimedKey key = new ClaimedKey(
                owner.accountId(),
                unquoted(header),
                clock.instant().plus(LOCK).truncatedTo(ChronoUnit.MICROS),
                keyed.secret(),
                status(operation));
        return hash(routing, owner, keyed)
                .flatMap(hash -> claimed(routing, key, keys.claim(key, hash, clock.instant())))
                .map(known -> answer(key, known));
    }

    /** A claim in flight ends even when the client leaves meanwhile, and is given back then. */
    private Uni<Known> claimed(RoutingContext routing, ClaimedKey key, Uni<Known> claim) {
        return BackgroundTasks.detached(BackgroundTasks.awaited(claim).onItem().invoke(known -> {
            if (known.claimed()) {
                hold(routing, key);
            }
        }));
    }

    private void hold(RoutingContext routing, ClaimedKey key) {
        CurrentIdempotencyKey.set(routing, key);
        routing.addEndHandler(ended -> releaseUnused(routing));
        if (routing.response().closed()) {
            releaseUnused(routing);
        }
    }

    private void releaseUnused(RoutingContext routing) {
        ClaimedKey unused = CurrentIdempotencyKey.unused(routing);
        if (unused != null) {
            BackgroundTasks.run(ends.release(unused), released -> {}, failure -> {});
        }
    }

    /** A request that was refused between the claim and its operation, for example for its body, frees its key. */
    @ServerResponseFilter
    public Uni<Void> release(ContainerResponseContext response, RoutingContext routing) {
        ClaimedKey key = CurrentIdempotencyKey.unused(routing);
        return key == null ? Uni.createFrom().voidItem() : ends.release(key);
    }

    /** Null lets the operation run. */
    private Response answer(ClaimedKey key, Known known) {
        if (known.claimed()) {
            return null;
        }
        if (!known.sameRequest()) {
            throw ApiException.of(ErrorCode.IDEMPOTENCY_KEY_REUSED, HEADER, "use a new key for every new request");
        }
        if (known.status() == null) {
            throw ApiException.of(
                            ErrorCode.IDEMPOTENCY_KEY_IN_USE, HEADER, "the first request is still being processed")
                    .retryIn(SOON);
        }
        return Response.status(known.status())
                .entity(Buffer.buffer(answers.read(key.key(), known.body())))
                .type(MediaType.APPLICATION_JSON)
                .header(REPLAYED, "true")
                .build();
    }

    private static int status(ResourceInfo operation) {
        ResponseStatus declared = operation.getResourceMethod().getAnnotation(ResponseStatus.class);
        return declared == null ? OK : declared.value();
    }

    private static String unquoted(String header) {
        String text = header.strip();
        boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        String key = quoted ? text.substring(1, text.length() - 1) : text;
        if (key.isEmpty() || key.length() > MAX_LENGTH) {
            throw ApiException.of(ErrorCode.INVALID_REQUEST, HEADER, "must have 1 to " + MAX_LENGTH + " characters");
        }
        return key;
    }

    /**
     * Hash of the method, the normalised path, and the body. The requests of an API key that is limited to sessions
     * are kept apart: it never gets the answer of another key for a session that it may not see. The same holds for
     * requests that are answered with a secret, which may allow more than the API key that repeats the request.
     */
    private Uni<byte[]> hash(RoutingContext routing, Caller owner, Idempotent keyed) {
        String whose = owner.sessionIds() == null && !keyed.secret() ? "" : " " + owner.keyId();
        String head = routing.request().method() + " " + routing.normalizedPath() + whose + "\n";
        Buffer body = routing.body().buffer();
        return body != null && body.length() > LARGE
                ? blocking.run(() -> hash(head, body))
                : Uni.createFrom().item(() -> hash(head, body));
    }

    private static byte[] hash(String head, Buffer body) {
        MessageDigest digest = Sha256.start();
        digest.update(head.getBytes(StandardCharsets.UTF_8));
        return digest.digest(body == null ? new byte[0] : body.getBytes());
    }
}
