package dev.tidings.engine.linked.fake;

import dev.tidings.engine.linked.crypto.Randomness;
import dev.tidings.engine.linked.noise.Authority;
import dev.tidings.engine.linked.noise.Server;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All that one server knows. On the loop alone, but for what is final. */
final class World {
    private static final Duration VALIDITY = Duration.ofDays(3_650);

    final Loop loop;
    final FakeClock clock;
    final Randomness randomness = Randomness.of(new SecureRandom());
    final Authority authority = Authority.create(randomness);
    final Script script = new Script(this);
    final Owners owners = new Owners(this);
    final Gate gate = new Gate(this);
    final Map<String, FakeAccount> accounts = new LinkedHashMap<>();
    final List<FakeConnection> connections = new ArrayList<>();
    final List<PairingStage> pairings = new ArrayList<>();
    /** Which device waits for a code, by the number of the phone on which it is typed; the last one who asked. */
    final Map<String, CodeStep> codes = new LinkedHashMap<>();

    final List<Violation> violations = new ArrayList<>();
    private final byte[] certificates;

    World(Vertx vertx, Loop loop, InstantSource real) {
        this.loop = loop;
        this.clock = new FakeClock(vertx, loop, real);
        this.certificates = new Server(authority, randomness, clock.instant()).certificates(VALIDITY);
    }

    Server handshake() {
        if (script.isWronglyCertified()) {
            return new Server(authority.underAnotherRoot(randomness), randomness, clock.instant());
        }
        return new Server(authority, randomness, clock.instant()).showing(certificates);
    }

    void connect(String path, ServerWebSocket socket) {
        connections.add(new FakeConnection(this, connections.size() + 1, path, socket));
    }

    FakeAccount account(String number) {
        return accounts.computeIfAbsent(number, digits -> new FakeAccount(this, digits));
    }

    void violation(Violation.Kind kind, String client, String detail) {
        violations.add(new Violation(kind, client, detail));
    }
}
