package dev.tidings.platform.http.api;

import dev.tidings.platform.async.BackgroundTasks;
import dev.tidings.platform.http.route.ConcurrencySlot;
import dev.tidings.platform.http.route.RequestId;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.ConstrainedTo;
import jakarta.ws.rs.RuntimeType;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/** Writes answers that come in parts, as fast as the client takes them. */
@Provider
@ConstrainedTo(RuntimeType.SERVER)
class StreamedResponseWriter implements ServerMessageBodyWriter<StreamedResponse> {
    private static final Logger LOG = Logger.getLogger(StreamedResponseWriter.class);

    /** How long a client may take over one part. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Override
    public boolean isWriteable(Class<?> type, Type generic, ResteasyReactiveResourceInfo target, MediaType mediaType) {
        return type == StreamedResponse.class;
    }

    @Override
    public boolean isWriteable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return type == StreamedResponse.class;
    }

    @Override
    public void writeResponse(StreamedResponse answer, Type generic, ServerRequestContext context) {
        ResteasyReactiveRequestContext request = (ResteasyReactiveRequestContext) context;
        RoutingContext ctx = request.unwrap(RoutingContext.class);
        HttpServerResponse response = ctx.response();
        if (answer.isEndless()) {
            ConcurrencySlot.giveBack(ctx);
            response.setChunked(true);
        } else {
            response.headers().set("Content-Length", Long.toString(answer.length()));
        }
        if (ctx.request().method() == HttpMethod.HEAD || answer.length() == 0) {
            context.serverResponse().end();
            return;
        }
        request.suspend();
        Cancellable writing = BackgroundTasks.run(
                write(answer, response),
                done -> {
                    context.serverResponse().end();
                    request.resume();
                },
                failure -> giveUp(ctx, request, failure));
        // a client that is gone wants nothing more: what waits for the next part need not
        ctx.addEndHandler(ended -> writing.cancel());
    }

    @Override
    public void writeTo(
            StreamedResponse answer,
            Class<?> type,
            Type generic,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream stream) {
        throw new UnsupportedOperationException("parts are written without blocking only");
    }

    private static Uni<Void> write(StreamedResponse answer, HttpServerResponse response) {
        return answer.bytes()
                .onItem()
                .transformToUniAndConcatenate(part -> write(part, response))
                .collect()
                .with(java.util.stream.Collectors.summingLong(Integer::longValue))
                .invoke(written -> {
                    if (!answer.isEndless() && written != answer.length()) {
                        throw new IllegalStateException("wrote " + written + " of " + answer.length() + " bytes");
                    }
                })
                .replaceWithVoid();
    }

    private static Uni<Integer> write(Buffer part, HttpServerResponse response) {
        return Uni.createFrom()
                .completionStage(() -> response.write(part).toCompletionStage())
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .replaceWith(part.length());
    }

    /** Once a part is out, cutting the answer off is the only way to say that it is not whole. */
    private static void giveUp(RoutingContext ctx, ResteasyReactiveRequestContext request, Throwable failure) {
        if (!ctx.response().headWritten() && !ctx.response().closed()) {
            request.resume(failure);
            return;
        }
        if (!ctx.response().closed()) {
            LOG.warnf("Request %s was cut off: %s", RequestId.of(ctx), failure);
            ctx.request().connection().close();
        }
        request.close();
    }
}
