package dev.tidings.platform.process;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import sun.misc.Signal;

/**
 * Ends the process with exit code 0 after an orderly stop; a JVM by itself ends with 143 after SIGTERM, which orchestrators
 * and scripts count as a failure.
 */
@Singleton
class SigtermHandler {

    void install(@Observes @Priority(StartupOrder.PROCESS) StartupEvent starting) {
        if (LaunchMode.current() == LaunchMode.NORMAL) {
            Signal.handle(new Signal("TERM"), signal -> System.exit(0));
        }
    }
}
