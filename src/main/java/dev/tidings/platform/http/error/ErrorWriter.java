package dev.tidings.platform.http.error;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorBody;
import dev.tidings.platform.error.ErrorDetails;
import dev.tidings.platform.http.route.BodyDrain;
import dev.tidings.platform.http.route.HttpConfig;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;

/** Writes the envelope of a failure outside of JAX-RS. */
@Singleton
@RegisterForReflection(targets = {ErrorBody.class, ErrorBody.Body.class, ErrorDetails.class})
class ErrorWriter {
    static final String JSON = "application/json";

    /** The default {@code Retry-After} of answers of these statuses. */
    private static final Map<Integer, Duration> DEFAULT_RETRY =
            Map.of(429, Duration.ofSeconds(1), 503, Duration.ofSeconds(5));

    private final ObjectMapper json;
    private final HttpConfig settings;

    ErrorWriter(ObjectMapper json, HttpConfig settings) {
        this.json = json;
        this.settings = settings;
    }

    /** Seconds of {@code Retry-After}; null when the answer has none. */
    static String retryAfter(ApiException failure) {
        Duration wait =
                failure.retryAfter().orElse(DEFAULT_RETRY.get(failure.code().status()));
        // rounded up, so that a client that waits for so long is not too early
        return wait == null ? null : Long.toString(Math.max(1, (wait.toMillis() + 999) / 1000));
    }

    /** Answers a request; the rest of its body is read and dropped, so that the client can read the answer. */
    void write(HttpServerRequest request, ApiException failure) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.headWritten()) {
            // part of an answer is sent: closing the connection is the only way to show that it is not complete
            request.connection().close();
            return;
        }
        if (request.getHeader("Expect") == null) {
            BodyDrain.discard(request, settings.maxDiscardedSize().asLongValue());
        }
        Buffer body = encode(failure.body());
        response.setStatusCode(failure.code().status()).setStatusMessage(reasonPhrase(failure));
        response.headers().set("Content-Type", JSON).set("Content-Length", Integer.toString(body.length()));
        String retryAfter = retryAfter(failure);
        if (retryAfter != null) {
            response.headers().set("Retry-After", retryAfter);
        }
        if (request.method() == HttpMethod.HEAD) {
            response.end();
        } else {
            response.end(body);
        }
    }

    private static String reasonPhrase(ApiException failure) {
        return HttpResponseStatus.valueOf(failure.code().status()).reasonPhrase();
    }

    private Buffer encode(ErrorBody body) {
        try {
            return Buffer.buffer(json.writeValueAsBytes(body));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("an error body must always be writable", impossible);
        }
    }
}
