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

/** Writes responses that come in parts, as fast as the client takes them. */
@Provider
@ConstrainedTo(RuntimeType.SERVER)
class StreamedResponseWriter implements ServerMessageBodyWriter<StreamedResponse> {
    private static final Logger LOG = Logger.getLogger(StreamedResponseWriter.class);

    /** How long a client may take for one part. */
    private static final Duration PART_TIMEOUT = Duration.ofSeconds(60);

    @Override
    public boolean isWriteable(Class<?> type, Type generic, ResteasyReactiveResourceInfo target, MediaType mediaType) {
        return type == StreamedResponse.class;
    }

    @Override
    public boolean isWriteable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return type == StreamedResponse.class;
    }

    @Override
    public void writeResponse(StreamedResponse streamed, Type generic, ServerRequestContext context) {
        ResteasyReactiveRequestContext request = (ResteasyReactiveRequestContext) context;
        RoutingContext ctx = request.unwrap(RoutingContext.class);
        HttpServerResponse response = ctx.response();
        if (streamed.isEndless()) {
            ConcurrencySlot.giveBack(ctx);
            response.setChunked(true);
        } else {
            response.headers().set("Content-Length", Long.toString(streamed.length()));
        }
        if (ctx.request().method() == HttpMethod.HEAD || streamed.length() == 0) {
            context.serverResponse().end();
            return;
        }
        request.suspend();
        Cancellable writing = BackgroundTasks.run(
                write(streamed, response),
                done -> {
                    context.serverResponse().end();
                    request.resume();
                },
                failure -> giveUp(ctx, request, failure));
        // once the client is gone, nothing needs to wait for the next part
        ctx.addEndHandler(ended -> writing.cancel());
    }

    @Override
    public void writeTo(
            StreamedResponse streamed,
            Class<?> type,
            Type generic,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream stream) {
        throw new UnsupportedOperationException("parts are written without blocking only");
    }

    private static Uni<Void> write(StreamedResponse streamed, HttpServerResponse response) {
        return streamed.bytes()
                .onItem()
                .transformToUniAndConcatenate(part -> write(part, response))
                .collect()
                .with(java.util.stream.Collectors.summingLong(Integer::longValue))
                .invoke(written -> {
                    if (!streamed.isEndless() && written != streamed.length()) {
                        throw new IllegalStateException("wrote " + written + " of " + streamed.length() + " bytes");
                    }
                })
                .replaceWithVoid();
    }

    private static Uni<Integer> write(Buffer part, HttpServerResponse response) {
        return Uni.createFrom()
                .completionStage(() -> response.write(part).toCompletionStage())
                .ifNoItem()
                .after(PART_TIMEOUT)
                .fail()
                .replaceWith(part.length());
    }

    /** Once a part is sent, closing the connection is the only way to show that the response is not complete. */
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
