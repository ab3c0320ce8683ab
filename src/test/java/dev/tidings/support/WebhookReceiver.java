package dev.tidings.support;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An endpoint for webhooks over real HTTP that does what a test wants, by path, and remembers every request. */
public final class WebhookReceiver implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final Map<String, List<Script>> scripts = new ConcurrentHashMap<>();
    private final Queue<Received> received = new ConcurrentLinkedQueue<>();
    private final AtomicInteger open = new AtomicInteger();

    /** What is done with a request once its body is there. */
    @FunctionalInterface
    public interface Script {
        void play(Vertx vertx, HttpServerRequest request);
    }

    /**
     * A request.
     *
     * @param headers names in lower case
     */
    public record Received(String path, Map<String, String> headers, byte[] body, Instant at) {
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        public String header(String name) {
            return headers.get(name);
        }
    }

    private WebhookReceiver() {
        server = vertx.createHttpServer(new HttpServerOptions().setAcceptBacklog(1024))
                .connectionHandler(connection -> {
                    open.incrementAndGet();
                    connection.closeHandler(closed -> open.decrementAndGet());
                })
                .requestHandler(request -> request.bodyHandler(body -> receive(request, body)))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** A receiver that answers 200, until it is told otherwise. */
    public static WebhookReceiver start() {
        return new WebhookReceiver();
    }

    public static Script status(int status) {
        return status(status, Map.of(), "");
    }

    public static Script status(int status, Map<String, String> headers, String body) {
        return (vertx, request) -> {
            headers.forEach((name, value) -> request.response().putHeader(name, value));
            request.response().setStatusCode(status).end(body);
        };
    }

    /** Answers 200 after so long. */
    public static Script after(long millis) {
        return (vertx, request) ->
                vertx.setTimer(millis, timer -> request.response().end("late"));
    }

    /** Never answers. */
    public static Script hang() {
        return (vertx, request) -> {};
    }

    /** Closes the connection instead of an answer. */
    public static Script hangUp() {
        return (vertx, request) -> request.connection().close();
    }

    /** Begins to answer 200 at once, and goes on for ever, a byte at a time. */
    public static Script drip(long everyMillis) {
        return (vertx, request) -> {
            request.response().setChunked(true).write("x");
            long timer =
                    vertx.setPeriodic(everyMillis, tick -> request.response().write("x"));
            request.response().closeHandler(closed -> vertx.cancelTimer(timer));
        };
    }

    /** What happens to requests for the path: one script each, the last one from then on. */
    public WebhookReceiver on(String path, Script... inTurn) {
        scripts.put(path, new CopyOnWriteArrayList<>(inTurn));
        return this;
    }

    public String url(String path) {
        return "http://127.0.0.1:" + server.actualPort() + path;
    }

    public int port() {
        return server.actualPort();
    }

    /** All requests for the path so far. */
    public List<Received> received(String path) {
        return received.stream().filter(request -> request.path().equals(path)).toList();
    }

    public List<Received> received() {
        return List.copyOf(received);
    }

    /** How many connections stand. */
    public int openConnections() {
        return open.get();
    }

    private void receive(HttpServerRequest request, Buffer body) {
        Map<String, String> headers = new TreeMap<>();
        request.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        received.add(new Received(request.path(), headers, body.getBytes(), Instant.now()));
        next(request.path()).play(vertx, request);
    }

    private Script next(String path) {
        List<Script> left = scripts.getOrDefault(path, List.of(status(200)));
        synchronized (left) {
            return left.size() > 1 ? left.remove(0) : left.get(0);
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
