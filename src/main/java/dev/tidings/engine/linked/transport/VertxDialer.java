package dev.tidings.engine.linked.transport;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.platform.async.BackgroundTasks;
import dev.tidings.platform.egress.AddressResolver;
import dev.tidings.platform.egress.EgressPolicy;
import io.vertx.core.Vertx;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** WebSockets of Vert.x. What they receive is handed on as it comes; nothing is computed on the event loop. */
public final class VertxDialer implements Dialer {
    static final Duration TIMEOUT = Duration.ofSeconds(20);

    /** The largest frame of the protocol with its length. */
    private static final int MAX_MESSAGE = (16 << 20) + 3;

    private static final int UNLIMITED = Integer.MAX_VALUE;
    private static final String ORIGIN = "https://web.whatsapp.com";

    private final URI url;
    private final WebSocketClient client;
    private final ProxyAddresses proxies;

    public VertxDialer(Vertx vertx, URI url, EgressPolicy policy, AddressResolver resolver) {
        this.url = url;
        this.client = vertx.createWebSocketClient(options());
        this.proxies = new ProxyAddresses(policy, resolver);
    }

    private static WebSocketClientOptions options() {
        return new WebSocketClientOptions()
                .setMaxFrameSize(MAX_MESSAGE)
                .setMaxMessageSize(MAX_MESSAGE)
                .setMaxConnections(UNLIMITED)
                .setConnectTimeout((int) TIMEOUT.toMillis())
                .setSslHandshakeTimeout(TIMEOUT.toSeconds())
                .setClosingTimeout(2);
    }

    @Override
    public void dial(Bytes routing, Optional<Proxy> proxy, Wire.Listener listener) {
        if (proxy.isEmpty()) {
            connect(request(routing), listener);
            return;
        }
        BackgroundTasks.run(
                proxies.find(proxy.get()),
                address -> {
                    WebSocketConnectOptions request = request(routing);
                    request.setProxyOptions(options(proxy.get(), address));
                    connect(request, listener);
                },
                failure -> listener.closed(reason(failure)));
    }

    private static ProxyOptions options(Proxy proxy, InetAddress address) {
        return new ProxyOptions()
                .setType(proxy.kind() == Proxy.Kind.SOCKS5 ? ProxyType.SOCKS5 : ProxyType.HTTP)
                .setHost(address.getHostAddress())
                .setPort(proxy.port())
                .setUsername(proxy.user())
                .setPassword(proxy.password());
    }

    private WebSocketConnectOptions request(Bytes routing) {
        String url = routing.size() == 0
                ? this.url.toString()
                : this.url + "?ED=" + Base64.getUrlEncoder().withoutPadding().encodeToString(routing.toArray());
        WebSocketConnectOptions request = new WebSocketConnectOptions();
        request.setAbsoluteURI(url);
        return request.setTimeout(TIMEOUT.toMillis())
                .addHeader("Origin", ORIGIN)
                .addHeader("Cache-Control", "no-cache")
                .addHeader("Pragma", "no-cache");
    }

    private void connect(WebSocketConnectOptions request, Wire.Listener listener) {
        client.connect(request)
                .onSuccess(socket -> new WebSocketWire(socket, listener).open())
                .onFailure(failure -> listener.closed(reason(failure)));
    }

    static String reason(Throwable failure) {
        if (failure instanceof UpgradeRejectedException rejected) {
            return "status_" + rejected.getStatus();
        }
        if (failure instanceof ProxyAddresses.ProxyRefusedException) {
            return "proxy_refused";
        }
        if (failure instanceof UnknownHostException) {
            return "name_not_resolved";
        }
        if (failure instanceof SSLException) {
            return "tls_failed";
        }
        return failure.getClass().getSimpleName().startsWith("ProxyConnect") ? "proxy_failed" : "connection_failed";
    }

    public void close() {
        client.close();
    }

    /** Used by {@link VertxDialer} alone. */
    private static final class WebSocketWire implements Wire {
        /** Pieces that may wait for the session's queue before the other side has to wait. */
        private static final int ROOM = 32;

        private final WebSocket socket;
        private final Listener listener;
        private boolean isBinary;

        private WebSocketWire(WebSocket socket, Listener listener) {
            this.socket = socket;
            this.listener = listener;
        }

        /** On the socket's event loop, before anything is received. */
        void open() {
            socket.pause();
            socket.closeHandler(closed -> listener.closed("connection_closed"));
            socket.exceptionHandler(failure -> socket.close());
            socket.frameHandler(frame -> {
                isBinary = frame.isContinuation() ? isBinary : frame.isBinary();
                boolean isData = frame.isContinuation() || frame.isBinary() || frame.isText();
                if (isData && isBinary) {
                    listener.received(frame.binaryData().getBytes(), () -> socket.fetch(1));
                } else {
                    socket.fetch(1);
                }
            });
            listener.opened(this);
            socket.fetch(ROOM);
        }

        @Override
        public void write(byte[] message) {
            socket.writeBinaryMessage(io.vertx.core.buffer.Buffer.buffer(message));
        }

        @Override
        public void close() {
            socket.close();
        }
    }
}
