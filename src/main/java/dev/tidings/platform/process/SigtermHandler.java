package dev.tidings.platform.process;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import sun.misc.Signal;

/**
 * Ends the process with 0 when it is asked to stop and does so in good order; a JVM by itself answers SIGTERM with 143, which
 * orchestrators and scripts count as a failure.
 */
@Singleton
class SigtermHandler {

    void install(@Observes @Priority(StartupOrder.PROCESS) StartupEvent starting) {
        if (LaunchMode.current() == LaunchMode.NORMAL) {
            Signal.handle(new Signal("TERM"), signal -> System.exit(0));
        }
    }
}
