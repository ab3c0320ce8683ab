package dev.tidings.platform.http.error;

import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.http.route.RequestId;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.quarkus.vertx.http.HttpServerStart;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.impl.VertxHandler;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.concurrent.TimeUnit;

/**
 * Answers malformed HTTP in the envelope: a bad request line, a bad Content-Length, headers without end. Vert.x hands such
 * a request to an internal handler that Quarkus gives no access to, so it is replaced on each new connection (ADR 0005).
 */
@Singleton
class MalformedRequests implements HttpServerOptionsCustomizer {
    private static final String NAME = "tidings-malformed";
    private static final String DECODER = "httpDecoder";
    private static final long LINGER_MILLIS = 1_000;

    private final VertxInternal vertx;
    private final ErrorWriter writer;

    MalformedRequests(Vertx vertx, ErrorWriter writer) {
        this.vertx = (VertxInternal) vertx;
        this.writer = writer;
    }

    /** HTTP/2 without TLS sets connections up too late for the handler to be replaced; it is not needed here. */
    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setHttp2ClearTextEnabled(false);
    }

    void started(@ObservesAsync HttpServerStart started) {
        install();
    }

    /** In development mode the server outlives the application and does not start again. */
    void reloaded(@Observes StartupEvent started) {
        install();
    }

    private void install() {
        for (EventExecutor loop : vertx.getAcceptorEventLoopGroup()) {
            if (loop instanceof SingleThreadEventLoop acceptor) {
                acceptor.execute(() -> acceptor.registeredChannelsIterator().forEachRemaining(this::install));
            }
        }
    }

    private void install(Channel channel) {
        if (channel instanceof ServerChannel) {
            ChannelPipeline pipeline = channel.pipeline();
            if (pipeline.get(NAME) != null) {
                pipeline.remove(NAME);
            }
            pipeline.addFirst(NAME, new Acceptor());
        }
    }

    private void answer(HttpServerRequest request) {
        RequestId.mark(request.response(), RequestId.choose(request));
        request.response().headers().set("Connection", "close");
        writer.write(request, explain(request.decoderResult().cause()));
    }

    private static ApiException explain(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return HttpStatusTranslator.translate(414);
        }
        if (cause instanceof URISyntaxException) {
            return ApiException.of(
                    ErrorCode.INVALID_REQUEST,
                    "path",
                    "The path and query hold a character that must be percent-encoded, or a '%' without two hexadecimal"
                            + " digits.");
        }
        return cause instanceof TooLongHttpHeaderException
                ? HttpStatusTranslator.translate(431)
                : ApiException.because(ErrorCode.INVALID_REQUEST, "The request is not valid HTTP.");
    }

    private static void takeOverTargets(ChannelPipeline pipeline) {
        if (pipeline.get(DECODER) != null) {
            pipeline.addAfter(DECODER, NAME + "-target", new Targets());
        }
    }

    /** Quarkus refuses a target that is not a URI with an empty answer: such a request is caught before. */
    private static final class Targets extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof HttpRequest request
                    && request.decoderResult().isSuccess()) {
                try {
                    new URI(request.uri());
                } catch (URISyntaxException malformed) {
                    request.setDecoderResult(DecoderResult.failure(malformed));
                }
            }
            ctx.fireChannelRead(message);
        }
    }

    /** Sees each connection before anything is set up on it. */
    private final class Acceptor extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object accepted) {
            if (accepted instanceof Channel connection) {
                connection.pipeline().addLast(NAME, new Gate());
            }
            ctx.fireChannelRead(accepted);
        }
    }

    /**
     * Waits for the first bytes: by then Vert.x has added its own handlers behind this one. After a refusal it reads on, so
     * that a client that is still sending does not lose the answer to a closed connection.
     */
    private final class Gate extends ChannelDuplexHandler {
        private boolean taken;
        private boolean refused;
        private boolean leaving;

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object bytes) {
            if (leaving) {
                ReferenceCountUtil.release(bytes);
                return;
            }
            // under TLS the handler is added after the handshake
            if (!taken && ctx.pipeline().get("handler") instanceof VertxHandler<?> handler) {
                taken = true;
                if (handler.getConnection() instanceof HttpServerConnection connection) {
                    connection.invalidRequestHandler(this::refuse);
                    takeOverTargets(ctx.pipeline());
                }
            }
            ctx.fireChannelRead(bytes);
        }

        private void refuse(HttpServerRequest request) {
            refused = true;
            answer(request);
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // whether and when the peer is gone changes nothing here
        public void close(ChannelHandlerContext ctx, ChannelPromise closed) {
            if (refused && !leaving && ctx.channel() instanceof DuplexChannel channel && channel.isActive()) {
                leaving = true;
                channel.shutdownOutput();
                channel.config().setAutoRead(true);
                ctx.executor().schedule(() -> ctx.close(closed), LINGER_MILLIS, TimeUnit.MILLISECONDS);
            } else {
                ctx.close(closed);
            }
        }
    }
}
