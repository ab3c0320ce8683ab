package dev.tidings.platform.egress;

import io.netty.util.NetUtil;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A client whose names lead where a test says. */
final class EgressFixture implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(40);
    static final CallLimits LIMITS =
            new CallLimits(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(30), 1000);

    final Vertx vertx = Vertx.vertx();
    final Deque<List<InetAddress>> resolutions = new ArrayDeque<>();
    final GuardedHttpClient client;
    private boolean silent;

    /** Only 127.0.0.1, 127.0.0.3 and ::1 may be called: the rest of the loopback stands for a private network. */
    EgressFixture(HttpClientOptions options) {
        EgressPolicy policy = TestPolicy.lenient("127.0.0.1", "127.0.0.3", "::1");
        client = new GuardedHttpClient(vertx, policy, this::resolve, options);
    }

    EgressFixture() {
        this(GuardedHttpClient.options());
    }

    /** What the next question for a name is answered; the last one stays. */
    EgressFixture resolving(String... addresses) {
        resolutions.add(Stream.of(addresses).map(EgressFixture::address).toList());
        return this;
    }

    void resolveNever() {
        silent = true;
    }

    private Uni<List<InetAddress>> resolve(String host) {
        if (silent) {
            return Uni.createFrom().nothing();
        }
        if (resolutions.isEmpty()) {
            return Uni.createFrom().failure(new UnknownHostException(host));
        }
        return Uni.createFrom().item(resolutions.size() > 1 ? resolutions.poll() : resolutions.peek());
    }

    static InetAddress address(String text) {
        try {
            return InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(text));
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }
}
