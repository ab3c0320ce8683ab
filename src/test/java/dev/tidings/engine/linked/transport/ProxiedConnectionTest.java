package dev.tidings.engine.linked.transport;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.fake.FakeWhatsApp;
import dev.tidings.platform.egress.TestPolicy;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections go through the session's proxy, or not at all. */
class ProxiedConnectionTest {
    private static final int ADDRESS_IS_A_NAME = 3;

    private final Vertx vertx = Vertx.vertx();
    private final FakeWhatsApp server = FakeWhatsApp.start();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> happened = new CopyOnWriteArrayList<>();
    private NetServer proxy;

    @BeforeEach
    void startProxy() {
        proxy = vertx.createNetServer().connectHandler(this::greet);
        proxy.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
    }

    @AfterEach
    void end() {
        vertx.close();
        server.close();
    }

    /** SOCKS5 as in RFC 1928, with names alone. */
    private void greet(NetSocket client) {
        client.handler(greeting -> {
            client.handler(request -> {
                byte[] bytes = request.getBytes();
                if (bytes[3] != ADDRESS_IS_A_NAME) {
                    client.close();
                    return;
                }
                asked.add(new String(bytes, 5, bytes[4], StandardCharsets.US_ASCII));
                connect(client, request.getUnsignedShort(bytes.length - 2));
            });
            client.write(Buffer.buffer(new byte[] {5, 0}));
        });
    }

    private void connect(NetSocket client, int port) {
        client.pause();
        vertx.createNetClient().connect(port, "127.0.0.1").onSuccess(target -> {
            target.handler(client::write);
            client.handler(target::write);
            client.write(Buffer.buffer(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0}));
            client.resume();
        });
    }

    private void dial(Optional<Proxy> through, String... allowed) {
        URI url = URI.create(server.url().replace("127.0.0.1", "whatsapp.test"));
        VertxDialer dialer = new VertxDialer(
                vertx,
                url,
                TestPolicy.production(allowed),
                host -> Uni.createFrom().item(() -> List.of(address(host))));
        dialer.dial(Bytes.EMPTY, through, new Wire.Listener() {
            @Override
            public void opened(Wire wire) {
                happened.add("opened");
            }

            @Override
            public void received(byte[] piece, Runnable consumed) {}

            @Override
            public void closed(String reason) {
                happened.add(reason);
            }
        });
    }

    private static InetAddress address(String host) {
        try {
            return InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaits(String what) {
        await().atMost(Duration.ofSeconds(10)).until(() -> happened.contains(what));
    }

    @Test
    void namesAreResolvedByTheProxy() {
        dial(Proxy.parse("socks5://localhost:" + proxy.actualPort()), "127.0.0.0/8");
        awaits("opened");
        assertEquals(List.of("whatsapp.test"), asked);
    }

    @Test
    void aProxyWhereNobodyMayConnectToIsNotCalled() {
        dial(Proxy.parse("socks5://localhost:" + proxy.actualPort()));
        awaits("proxy_refused");
        assertEquals(List.of(), asked);
    }

    @Test
    void nothingGoesPastAProxyThatFails() {
        int port = proxy.actualPort();
        proxy.close().toCompletionStage().toCompletableFuture().join();
        dial(Proxy.parse("socks5://127.0.0.1:" + port), "127.0.0.0/8");
        await().atMost(Duration.ofSeconds(10)).until(() -> !happened.isEmpty());
        assertEquals(List.of(), server.connections());
    }
}
