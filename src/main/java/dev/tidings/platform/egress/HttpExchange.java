package dev.tidings.platform.egress;

import dev.tidings.platform.async.BackgroundTasks;
import dev.tidings.platform.egress.EgressResult.TimedOut;
import dev.tidings.platform.egress.EgressResult.Unreachable;
import io.netty.channel.ChannelHandlerContext;
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
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One call from the first question to the last byte. All of it runs on one context, so that its fields need no lock. Its
 * outcome is told once the connection is closed and the sink is done with its last piece: nothing happens afterwards.
 */
final class HttpExchange<T> {
    private static final int MAX_ADDRESSES = 3;
    private static final long MAX_FAREWELL_MS = 300;

    private final Vertx vertx;
    private final Context context;
    private final HttpClient client;
    private final HttpCall call;
    private final Receiver<T> receiver;
    private final CallCancellation cutOff;
    private final UniEmitter<? super T> emitter;

    private Future<HttpClientRequest> connection = Future.failedFuture("not yet");
    private Future<Void> writing = Future.succeededFuture();
    private long deadline;
    private long silence;
    private boolean over;

    HttpExchange(
            Vertx vertx,
            HttpClient client,
            HttpCall call,
            Receiver<T> receiver,
            CallCancellation cutOff,
            UniEmitter<? super T> emitter) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.client = client;
        this.call = call;
        this.receiver = receiver;
        this.cutOff = cutOff;
        this.emitter = emitter;
    }

    void start(Uni<Clearance> clearance) {
        emitter.onTermination(() -> context.runOnContext(cancelled -> finish(() -> {})));
        cutOff.begin(() -> context.runOnContext(cut -> fail(new TimedOut())));
        context.runOnContext(started -> {
            deadline = vertx.setTimer(call.limits().total().toMillis(), id -> fail(new TimedOut()));
            listen(clearance, this::cleared);
        });
    }

    private void cleared(Clearance clearance) {
        if (clearance instanceof EgressResult failure) {
            fail(failure);
        } else {
            connect((Cleared) clearance, 0);
        }
    }

    private void connect(Cleared cleared, int attempt) {
        if (over) {
            return;
        }
        try {
            connection =
                    client.request(call.to(cleared.target(), cleared.addresses().get(attempt)));
        } catch (RuntimeException badCall) {
            broke(badCall);
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
        Unreachable failure = Causes.ofConnecting(cleared.target().secure(), cause);
        int next = attempt + 1;
        boolean another = next < Math.min(MAX_ADDRESSES, cleared.addresses().size());
        if (failure.kind() == Unreachable.Kind.CONNECT && another) {
            connect(cleared, next);
        } else {
            fail(failure);
        }
    }

    private void send(HttpClientRequest request) {
        if (over) {
            close(request);
            return;
        }
        // else Vert.x writes an error into the log for each misbehaving host
        request.connection().exceptionHandler(this::failed);
        request.exceptionHandler(this::failed);
        expectSomething();
        Future<HttpClientResponse> answer = call.body() == null ? request.send() : request.send(call.body());
        answer.onComplete(this::answered);
    }

    private void answered(AsyncResult<HttpClientResponse> result) {
        if (result.failed()) {
            failed(result.cause());
        } else if (!over) {
            HttpClientResponse response = result.result();
            response.pause();
            response.exceptionHandler(this::failed);
            response.handler(piece -> receive(response, piece));
            response.endHandler(ended -> complete(receiver.end()));
            proceed(response, receiver.head(response));
        }
    }

    private void receive(HttpClientResponse response, Buffer piece) {
        if (over) {
            return;
        }
        vertx.cancelTimer(silence);
        Promise<Void> written = Promise.promise();
        writing = written.future();
        Uni<Optional<T>> taken = Uni.createFrom().deferred(() -> receiver.piece(piece));
        listen(taken.onTermination().invoke(() -> written.tryComplete()), outcome -> proceed(response, outcome));
    }

    private void proceed(HttpClientResponse response, Optional<T> outcome) {
        if (outcome.isPresent()) {
            complete(outcome.get());
        } else if (!over) {
            expectSomething();
            response.fetch(1);
        }
    }

    /** The host is silent only while we listen: what the sink takes does not count. */
    private void expectSomething() {
        vertx.cancelTimer(silence);
        silence = vertx.setTimer(call.limits().idle().toMillis(), id -> fail(new TimedOut()));
    }

    private void failed(Throwable cause) {
        fail(Causes.ofAnswer(cause));
    }

    private void fail(EgressResult failure) {
        complete(receiver.failed(failure));
    }

    private void complete(T outcome) {
        finish(() -> emitter.complete(outcome));
    }

    private void broke(Throwable bug) {
        finish(() -> emitter.fail(bug));
    }

    private void finish(Runnable tell) {
        if (over) {
            return;
        }
        over = true;
        vertx.cancelTimer(deadline);
        vertx.cancelTimer(silence);
        closed().eventually(() -> writing)
                .onComplete(done -> context.runOnContext(told -> {
                    tell.run();
                    cutOff.over();
                }));
    }

    /** Where nothing was sent there is nothing to wait for: a late connection is closed as soon as it stands. */
    private Future<Void> closed() {
        return connection.succeeded() ? close(connection.result()) : Future.succeededFuture();
    }

    /** Closes below Vert.x, which would first write what a host that reads nothing never takes. */
    private static Future<Void> close(HttpClientRequest request) {
        Promise<Void> closed = Promise.promise();
        ChannelHandlerContext channel = ((ConnectionBase) request.connection()).channelHandlerContext();
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls != null) {
            tls.setCloseNotifyFlushTimeoutMillis(MAX_FAREWELL_MS);
        }
        channel.close().addListener(done -> closed.complete());
        return closed.future();
    }

    /** Whatever thread a Uni answers on, the rest happens on the context. */
    private <V> void listen(Uni<V> uni, Consumer<V> next) {
        BackgroundTasks.run(
                uni,
                item -> context.runOnContext(arrived -> next.accept(item)),
                failure -> context.runOnContext(arrived -> broke(failure)));
    }
}
