package dev.tidings.access.idempotency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidings.access.auth.Caller;
import dev.tidings.access.auth.CurrentCaller;
import dev.tidings.access.idempotency.IdempotencyRepository.Known;
import dev.tidings.platform.async.BlockingTasks;
import dev.tidings.platform.crypto.SecretBox;
import dev.tidings.platform.crypto.Sha256;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorBody;
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
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Answers a repeated request with the first answer. The key is claimed before the operation runs and its answer kept after; a
 * send also writes the key beside its message, so that a crash between the two never makes it send again.
 */
class IdempotencyFilter {
    static final String HEADER = "Idempotency-Key";
    private static final String REPLAYED = "Idempotency-Replayed";
    private static final int MAX_LENGTH = 255;

    /**
     * Longer than a send can take, with a file to fetch (10 s), others before it (25 s) and a slow engine (20 s): from then on
     * the first request is taken for dead.
     */
    private static final Duration LOCK = Duration.ofSeconds(60);

    /** Larger bodies are hashed off the event loop. */
    private static final int LARGE = 64 * 1024;

    private final IdempotencyRepository keys;
    private final CurrentCaller caller;
    private final CurrentIdempotencyKey current;
    private final ObjectMapper mapper;
    private final SecretBox secrets;
    private final BlockingTasks offload;
    private final Clock clock;

    IdempotencyFilter(
            IdempotencyRepository keys,
            CurrentCaller caller,
            CurrentIdempotencyKey current,
            ObjectMapper mapper,
            SecretBox secrets,
            BlockingTasks offload,
            Clock clock) {
        this.keys = keys;
        this.caller = caller;
        this.current = current;
        this.mapper = mapper;
        this.secrets = secrets;
        this.offload = offload;
        this.clock = clock;
    }

    @ServerRequestFilter(priority = FilterPriorities.IDEMPOTENCY)
    public Uni<Response> claim(ContainerRequestContext request, RoutingContext routing, ResourceInfo operation) {
        String header = request.getHeaderString(HEADER);
        if (header == null || !operation.getResourceMethod().isAnnotationPresent(Idempotent.class)) {
            return Uni.createFrom().nullItem();
        }
        String key = unquoted(header);
        Caller owner = caller.get();
        Instant now = clock.instant();
        return hash(routing, owner)
                .flatMap(hash -> keys.claim(owner.accountId(), key, hash, now, now.plus(LOCK)))
                .map(known -> answer(key, known));
    }

    @ServerResponseFilter
    public Uni<Void> keep(ContainerResponseContext response, ResourceInfo operation) {
        String key = current.get();
        if (key == null) {
            return Uni.createFrom().voidItem();
        }
        current.set(null);
        String account = caller.get().accountId();
        return isWorthKeeping(response)
                ? keys.answer(account, key, response.getStatus(), stored(key, response, operation))
                : keys.forget(account, key);
    }

    /** Null lets the operation run. */
    private Response answer(String key, Known known) {
        if (known.claimed()) {
            current.set(key);
            return null;
        }
        if (!known.sameRequest()) {
            throw ApiException.of(ErrorCode.IDEMPOTENCY_KEY_REUSED, HEADER, "use a new key for every new request");
        }
        if (known.status() == null) {
            throw ApiException.of(
                    ErrorCode.IDEMPOTENCY_KEY_IN_USE, HEADER, "the first request is still being processed");
        }
        return Response.status(known.status())
                .entity(Buffer.buffer(answered(key, known.body())))
                .type(MediaType.APPLICATION_JSON)
                .header(REPLAYED, "true")
                .build();
    }

    /** Successes, and failures that came after the engine was asked; what changed nothing may be tried again. */
    private static boolean isWorthKeeping(ContainerResponseContext response) {
        return response.getStatus() < 300
                || (response.getEntity() instanceof ErrorBody failure
                        && !ErrorCode.find(failure.error().code())
                                .filter(ErrorCode::mayBeRepeated)
                                .isPresent()
                        && failure.error().details() != null
                        && failure.error().details().messageId() != null);
    }

    private String stored(String key, ContainerResponseContext response, ResourceInfo operation) {
        String body = json(response.getEntity());
        boolean secret =
                operation.getResourceMethod().getAnnotation(Idempotent.class).secret();
        return secret ? secrets.seal(body, HEADER + key) : body;
    }

    /** What is no JSON object was sealed. */
    private String answered(String key, String stored) {
        return stored.startsWith("{") ? stored : secrets.open(stored, HEADER + key);
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
     * Of the method, the path in its one form, and the body. The requests of a key that is limited to sessions are its own: it
     * never gets the answer that another key got for a session that it may not see.
     */
    private Uni<byte[]> hash(RoutingContext routing, Caller owner) {
        String whose = owner.sessionIds() == null ? "" : " " + owner.keyId();
        String head = routing.request().method() + " " + routing.normalizedPath() + whose + "\n";
        Buffer body = routing.body().buffer();
        return body != null && body.length() > LARGE
                ? offload.run(() -> hash(head, body))
                : Uni.createFrom().item(() -> hash(head, body));
    }

    private static byte[] hash(String head, Buffer body) {
        MessageDigest digest = Sha256.start();
        digest.update(head.getBytes(StandardCharsets.UTF_8));
        return digest.digest(body == null ? new byte[0] : body.getBytes());
    }

    private String json(Object entity) {
        try {
            return mapper.writeValueAsString(entity);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
