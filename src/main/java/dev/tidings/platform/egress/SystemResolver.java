package dev.tidings.platform.egress;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.WorkerExecutor;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.util.List;

/** Asks the machine's resolver, on threads of its own: a slow name server must not hold up other work. */
@ApplicationScoped
class SystemResolver implements AddressResolver {
    private static final int THREADS = 32;

    private final WorkerExecutor workers;

    SystemResolver(Vertx vertx) {
        this.workers = vertx.createSharedWorkerExecutor("names", THREADS);
    }

    @Override
    public Uni<List<InetAddress>> resolve(String host) {
        return workers.executeBlocking(() -> List.of(InetAddress.getAllByName(host)), false);
    }
}
