package dev.tidings.platform.egress;

import dev.tidings.platform.async.BackgroundTasks;
import dev.tidings.platform.egress.EgressResult.Clearance;
import dev.tidings.platform.egress.EgressResult.Cleared;
import dev.tidings.platform.egress.EgressResult.Failed;
import dev.tidings.platform.egress.EgressResult.TimedOut;
import dev.tidings.platform.egress.EgressResult.Unreachable;
import dev.tidings.platform.egress.EgressResult.Unreachable.Kind;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.SocketException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/**
 * One call from the look-up of the name to the last byte. All of it runs on one context, so that its fields need no lock.
 * Its result is reported once the connection is closed and the sink has taken its last piece: nothing happens afterwards.
 */
final class HttpExchange<T> {
    private static final int MAX_ADDRESSES = 3;
    private static final long MAX_TLS_CLOSE_MS = 300;

    private final Vertx vertx;
    private final Context context;
    private final HttpClient client;
    private final HttpCall call;
    private final ResponseReader<T> reader;
    private final CallCancellation cancellation;
    private final UniEmitter<? super T> emitter;

    private Future<HttpClientRequest> connection = Future.failedFuture("not yet");
    private Future<Void> writing = Future.succeededFuture();
    private long totalTimer;
    private long idleTimer;
    private boolean finished;

    HttpExchange(
            Vertx vertx,
            HttpClient client,
            HttpCall call,
            ResponseReader<T> reader,
            CallCancellation cancellation,
            UniEmitter<? super T> emitter) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.client = client;
        this.call = call;
        this.reader = reader;
        this.cancellation = cancellation;
        this.emitter = emitter;
    }

    void start(Uni<Clearance> clearance) {
        emitter.onTermination(() -> context.runOnContext(cancelled -> finish(() -> {})));
        cancellation.begin(() -> context.runOnContext(cut -> fail(new TimedOut())));
        context.runOnContext(started -> {
            totalTimer = vertx.setTimer(call.limits().total().toMillis(), id -> fail(new TimedOut()));
            listen(clearance, this::cleared);
        });
    }

    private void cleared(Clearance clearance) {
        if (clearance instanceof Failed failure) {
            fail(failure);
        } else {
            connect((Cleared) clearance, 0);
        }
    }

    private void connect(Cleared cleared, int attempt) {
        if (finished) {
            return;
        }
        int left = Math.min(MAX_ADDRESSES, cleared.addresses().size()) - attempt;
        try {
            connection =
                    client.request(call.to(cleared.target(), cleared.addresses().get(attempt), left));
        } catch (RuntimeException badCall) {
            broken(badCall);
            return;
        }
        connection.onComplete(result -> {
            if (result.succeeded()) {
                send(result.result());
            } else {
                notConnected(cleared, attempt, result.cause());
            }
        });
    }

    private void notConnected(Cleared cleared, int attempt, Throwable cause) {
        Unreachable failure = connectFailure(cleared.target().secure(), cause);
        int next = attempt + 1;
        boolean another = next < Math.min(MAX_ADDRESSES, cleared.addresses().size());
        if (failure.kind() == Kind.CONNECT && another) {
            connect(cleared, next);
        } else {
            fail(failure);
        }
    }

    private void send(HttpClientRequest request) {
        if (finished) {
            close(request);
            return;
        }
        // without these, Vert.x logs an error for each misbehaving host
        request.connection().exceptionHandler(this::failed);
        request.exceptionHandler(this::failed);
        restartIdleTimer();
        Future<HttpClientResponse> answer = call.body() == null ? request.send() : request.send(call.body());
        answer.onComplete(this::answered);
    }

    private void answered(AsyncResult<HttpClientResponse> result) {
        if (result.failed()) {
            failed(result.cause());
        } else if (!finished) {
            HttpClientResponse response = result.result();
            response.pause();
            response.exceptionHandler(this::failed);
            response.handler(piece -> receive(response, piece));
            response.endHandler(ended -> complete(reader.end()));
            proceed(response, reader.head(response));
        }
    }

    private void receive(HttpClientResponse response, Buffer piece) {
        if (finished) {
            return;
        }
        vertx.cancelTimer(idleTimer);
        Promise<Void> written = Promise.promise();
        writing = written.future();
        Uni<Optional<T>> taken = Uni.createFrom().deferred(() -> reader.piece(piece));
        listen(taken.onTermination().invoke(() -> written.tryComplete()), result -> proceed(response, result));
    }

    private void proceed(HttpClientResponse response, Optional<T> result) {
        if (result.isPresent()) {
            complete(result.get());
        } else if (!finished) {
            restartIdleTimer();
            response.fetch(1);
        }
    }

    /** The time that the sink takes does not count: the host can only be late while we wait for it. */
    private void restartIdleTimer() {
        vertx.cancelTimer(idleTimer);
        idleTimer = vertx.setTimer(call.limits().idle().toMillis(), id -> fail(new TimedOut()));
    }

    private void failed(Throwable cause) {
        fail(answerFailure(cause));
    }

    private void fail(Failed failure) {
        complete(reader.failed(failure));
    }

    private void complete(T result) {
        finish(() -> emitter.complete(result));
    }

    private void broken(Throwable bug) {
        finish(() -> emitter.fail(bug));
    }

    private void finish(Runnable report) {
        if (finished) {
            return;
        }
        finished = true;
        vertx.cancelTimer(totalTimer);
        vertx.cancelTimer(idleTimer);
        closed().eventually(() -> writing)
                .onComplete(done -> context.runOnContext(reported -> {
                    report.run();
                    cancellation.closed();
                }));
    }

    /** Without a connection there is nothing to wait for: one that is made later is closed at once. */
    private Future<Void> closed() {
        return connection.succeeded() ? close(connection.result()) : Future.succeededFuture();
    }

    /** Closes below Vert.x, which would first try to write what a host that reads nothing never takes. */
    private static Future<Void> close(HttpClientRequest request) {
        Promise<Void> closed = Promise.promise();
        ChannelHandlerContext channel = ((ConnectionBase) request.connection()).channelHandlerContext();
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls != null) {
            tls.setCloseNotifyFlushTimeoutMillis(MAX_TLS_CLOSE_MS);
        }
        channel.close().addListener(done -> closed.complete());
        return closed.future();
    }

    private static Unreachable connectFailure(boolean secure, Throwable cause) {
        boolean noConnection = cause instanceof SocketException || cause instanceof TimeoutException;
        return new Unreachable(secure && !noConnection ? Kind.TLS : Kind.CONNECT);
    }

    private static Failed answerFailure(Throwable cause) {
        if (cause instanceof TimeoutException) {
            return new TimedOut();
        }
        if (cause instanceof SSLException || cause.getCause() instanceof SSLException) {
            return new Unreachable(Kind.TLS);
        }
        boolean malformed = cause instanceof DecoderException || cause instanceof IllegalArgumentException;
        return new Unreachable(malformed ? Kind.PROTOCOL : Kind.RESET);
    }

    /** Whatever thread a Uni answers on, the rest happens on the context. */
    private <V> void listen(Uni<V> uni, Consumer<V> next) {
        BackgroundTasks.run(
                uni,
                item -> context.runOnContext(arrived -> next.accept(item)),
                failure -> context.runOnContext(arrived -> broken(failure)));
    }
}
