package dev.tidings.platform.postgres.embedded;

import io.quarkus.runtime.Application;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.FileLock;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Stops the server when the JVM ends, after the application and unless another process uses it. Everything it needs is
 * prepared beforehand: when it runs, its class loader may be closed.
 */
final class ServerShutdownHook implements Runnable {

    private static final long APPLICATION_SECONDS = 30;
    private static final long SERVER_SECONDS = 25;

    private final DataDirectoryLock lock;
    private final List<String> command;

    ServerShutdownHook(DataDirectoryLock lock, List<String> command) {
        this.lock = lock;
        this.command = command;
        Application.currentApplication();
    }

    @Override
    public void run() {
        try {
            awaitApplication();
            try (FileLock turn = lock.takeTurn()) {
                lock.leave();
                if (lock.isUnused()) {
                    stopServer();
                }
            }
        } catch (IOException e) {
            System.err.println("The built-in PostgreSQL could not be stopped: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitApplication() throws InterruptedException {
        Application application = Application.currentApplication();
        if (application != null) {
            Thread wait = new Thread(application::awaitShutdown, "built-in-postgres-wait");
            wait.setDaemon(true);
            wait.start();
            wait.join(TimeUnit.SECONDS.toMillis(APPLICATION_SECONDS));
        }
    }

    private void stopServer() throws IOException, InterruptedException {
        new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.DISCARD)
                .start()
                .waitFor(SERVER_SECONDS, TimeUnit.SECONDS);
    }
}
