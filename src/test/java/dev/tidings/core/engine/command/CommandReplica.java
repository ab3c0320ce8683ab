package dev.tidings.core.engine.command;

import dev.tidings.core.directory.TakeoverRecorder;
import dev.tidings.core.directory.TestReplica;
import dev.tidings.core.engine.Engine;
import dev.tidings.core.engine.SendRecorder;
import dev.tidings.platform.async.Drain;
import dev.tidings.platform.id.Ids;
import dev.tidings.platform.sql.PgNotifications;
import dev.tidings.platform.sql.TestNotifications;
import dev.tidings.platform.sql.Transactions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.util.Set;

/** A replica with an engine of its own, and everything between the two. */
final class CommandReplica {
    final TestReplica replica;
    final StubEngine stub;
    final Engine engine;
    final Engine here;
    final CommandWorker worker;
    final CommandCalls calls;

    CommandReplica(
            String engineName,
            Duration patience,
            PgNotifications notices,
            Pool pool,
            Vertx vertx,
            Ids ids,
            Transactions transactions,
            TakeoverRecorder takeovers,
            CommandCodec codec,
            SendRecorder recorder) {
        Set<String> engines = Set.of(engineName);
        this.replica = new TestReplica(pool, vertx, ids, transactions, takeovers, notices, engines, 1000);
        CommandRepository repository = new CommandRepository(pool, codec);
        this.calls = new CommandCalls(
                repository,
                codec,
                new CommandMetrics(new SimpleMeterRegistry()),
                new CommandPatience() {
                    @Override
                    Duration of(CommandType type) {
                        return patience;
                    }
                },
                replica.ownership,
                () -> engines,
                recorder,
                transactions,
                notices);
        RoutedEngines routed = new RoutedEngines(replica.ownership, calls, codec, ids);
        this.stub = new StubEngine(engineName);
        this.engine = routed.of(stub);
        this.here = routed.here(stub);
        this.worker = new CommandWorker(
                repository,
                codec,
                calls,
                new CommandExecutor(routed, replica.ownership, replica.keeper, codec),
                replica.ownership,
                () -> engines,
                recorder,
                transactions,
                notices,
                new Drain(),
                vertx);
        calls.start(new StartupEvent());
        worker.start(new StartupEvent());
        TestNotifications.connect(notices);
        replica.turn();
    }
}
