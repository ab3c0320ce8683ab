package dev.tidings.platform.process;

import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Starts the service, and says in one line why it did not start when an operator can mend that (docs/adr/0029). */
@QuarkusMain
public final class Main {
    private Main() {}

    public static void main(String... args) {
        Quarkus.run(null, Main::end, args);
    }

    /** The end of the process, asked for or not; in development mode that of one start only. */
    private static void end(int exitCode, Throwable failure) {
        if (failure != null) {
            report(failure);
        }
        ApplicationLifecycleManager.getDefaultExitCodeHandler().accept(exitCode, failure);
    }

    private static void report(Throwable failure) {
        Optional<String> line = StartReport.of(failure);
        if (line.isPresent()) {
            System.err.println(line.get());
        } else {
            Logger.getLogger(Main.class).error("The service did not start", failure);
        }
    }
}
