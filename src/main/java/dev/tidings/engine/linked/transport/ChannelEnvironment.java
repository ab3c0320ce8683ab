package dev.tidings.engine.linked.transport;

import dev.tidings.engine.linked.crypto.Randomness;
import dev.tidings.engine.linked.noise.CertificateCheck;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * What all connections of a session share.
 *
 * @param queue the session's own
 * @param timers whose tasks run in that queue
 * @param mayWrite whether this process owns the session now: asked before every write
 */
public record ChannelEnvironment(
        Dialer dialer,
        Executor queue,
        Timers timers,
        CertificateCheck check,
        Randomness randomness,
        Clock clock,
        BooleanSupplier mayWrite) {}
