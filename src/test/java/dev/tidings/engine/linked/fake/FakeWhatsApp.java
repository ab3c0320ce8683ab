package dev.tidings.engine.linked.fake;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A server that speaks WhatsApp's protocol for linked devices, on loopback, with a root key of its own. It is strict: what the
 * service would refuse ends here as it would there, and is listed by {@link #violations}. See {@code docs/fake-whatsapp.md}.
 */
public final class FakeWhatsApp implements AutoCloseable {
    private static final int LARGEST_FRAME = (16 << 20) + 3;
    private static final String ORIGIN = "https://web.whatsapp.com";
    private static final String PATH = "/ws/chat";

    private final Vertx vertx;
    private final World world;
    private final Certificate certificate = Certificate.forLoopback();
    private final Map<String, FakePhone> phones = new HashMap<>();
    private HttpServer plain;
    private HttpServer secure;

    private FakeWhatsApp(InstantSource time) {
        vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setBlockedThreadCheckInterval(Duration.ofMinutes(10).toMillis()));
        Loop loop = new Loop(vertx.getOrCreateContext());
        world = new World(vertx, loop, time);
        listen(0, 0);
    }

    public static FakeWhatsApp start() {
        return start(InstantSource.system());
    }

    /** @param time what the server takes for the time, before {@link FakeClock#advance} */
    public static FakeWhatsApp start(InstantSource time) {
        return new FakeWhatsApp(time);
    }

    /** Where a client connects, without TLS. */
    public synchronized String url() {
        return "ws://127.0.0.1:" + plain.actualPort() + PATH;
    }

    /** Where a client connects with TLS; see {@link #certificatePem}. */
    public synchronized String secureUrl() {
        return "wss://localhost:" + secure.actualPort() + PATH;
    }

    /** Where the page is that tells the newest version. */
    public synchronized String versionUrl() {
        return "http://127.0.0.1:" + plain.actualPort() + "/sw.js";
    }

    /** The certificate of {@link #secureUrl}, which signed itself, for {@code localhost} and {@code 127.0.0.1}. */
    public String certificatePem() {
        return certificate.pem();
    }

    /** The key that the server's certificates of the protocol go back to, in hexadecimal digits. */
    public String rootKey() {
        return HexFormat.of().formatHex(world.authority.root().publicKey().raw());
    }

    public FakeClock clock() {
        return world.clock;
    }

    /** What the server does otherwise than usual. */
    public Script script() {
        return world.script;
    }

    /**
     * The phone with this number, whose account is made at the first call.
     *
     * @param number digits, with the country
     */
    public FakePhone phone(String number) {
        return world.loop.call(
                () -> phones.computeIfAbsent(number, digits -> new FakePhone(world, world.account(digits))));
    }

    public FakeAccount account(String number) {
        return phone(number).account();
    }

    /** All connections so far, in the order in which they were made. */
    public List<FakeConnection> connections() {
        return world.loop.call(() -> List.copyOf(world.connections));
    }

    /** The connections of devices that could be linked now. */
    public List<FakeConnection> pairings() {
        return world.loop.call(
                () -> world.pairings.stream().map(PairingStage::connection).toList());
    }

    /** What clients did that they must not do; a test of a client asserts that this is empty. */
    public List<Violation> violations() {
        return world.loop.call(() -> List.copyOf(world.violations));
    }

    public List<Violation> violations(Violation.Kind kind) {
        return violations().stream()
                .filter(violation -> violation.kind() == kind)
                .toList();
    }

    /** Forgets what it has seen: connections that are closed and violations. Accounts and devices stay. */
    public void forget() {
        world.loop.run(() -> {
            world.connections.removeIf(connection -> !connection.isOpen());
            world.violations.clear();
        });
    }

    /** Cuts all connections, as if the server had died; it goes on to listen. */
    public void cutAll() {
        world.loop.run(() -> List.copyOf(world.connections).forEach(FakeConnection::cut));
    }

    @Override
    public void close() {
        wait(vertx.close());
    }

    /** Stops listening and cuts all connections, as if the server had gone away; {@link #up} brings it back. */
    public synchronized void down() {
        wait(plain.close());
        wait(secure.close());
        cutAll();
    }

    /** Listens again where it did. */
    public synchronized void up() {
        listen(plain.actualPort(), secure.actualPort());
    }

    private void listen(int port, int securePort) {
        plain = listen(options(port));
        secure = listen(options(securePort).setSsl(true).setKeyCertOptions(certificate.options()));
    }

    private HttpServer listen(HttpServerOptions options) {
        return wait(world.loop.call(() ->
                vertx.createHttpServer(options).requestHandler(this::onRequest).listen()));
    }

    private static HttpServerOptions options(int port) {
        return new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setMaxWebSocketFrameSize(LARGEST_FRAME)
                .setMaxWebSocketMessageSize(LARGEST_FRAME)
                .setTcpNoDelay(true);
    }

    private static <T> T wait(Future<T> future) {
        return Loop.wait(future.toCompletionStage().toCompletableFuture());
    }

    private void onRequest(HttpServerRequest request) {
        if (request.path().equals(PATH)) {
            onUpgrade(request);
        } else if (request.method().equals(HttpMethod.GET) && request.path().equals("/sw.js")) {
            versionPage(request);
        } else {
            request.response().setStatusCode(404).end();
        }
    }

    private void onUpgrade(HttpServerRequest request) {
        int status = world.script.nextUpgrade();
        if (status == 0 && !ORIGIN.equals(request.getHeader("Origin"))) {
            world.violation(Violation.Kind.PROTOCOL, "a client", "no or another Origin");
            status = 403;
        }
        if (status != 0) {
            request.response().setStatusCode(status).end();
            return;
        }
        request.toWebSocket().onSuccess(socket -> world.connect(request.uri(), socket));
    }

    private void versionPage(HttpServerRequest request) {
        boolean asBrowser =
                request.getHeader("User-Agent") != null && "none".equals(request.getHeader("sec-fetch-site"));
        if (!asBrowser) {
            request.response().setStatusCode(400).end();
            return;
        }
        request.response()
                .putHeader("Content-Type", "application/javascript")
                .end("self.x=JSON.parse(/*BTDS*/\"{\\\"client_revision\\\":" + world.script.publishedRevision()
                        + ",\\\"server_revision\\\":1}\");");
    }
}
