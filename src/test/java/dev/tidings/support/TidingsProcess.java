package dev.tidings.support;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The packaged service as a process of its own: the jar, with {@code -Dtidings.executable} any command, with
 * {@code -Dtidings.url} and {@code -Dtidings.key} one that runs already (tests that steer the process are skipped then).
 * A command other than the jar is given a database, since an executable has none built in. Closing it stops it and fails the
 * test when its log holds an error.
 */
public final class TidingsProcess implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("Listening on: https?://[^\\s:]+:(\\d+)");
    private static final Pattern DEVELOPMENT_KEY = Pattern.compile("(tdg_[0-9A-Za-z]{46})");

    private static final Duration START_TIME = Duration.ofSeconds(120);
    private static final Duration STOP_TIME = Duration.ofSeconds(30);

    private static final String DATABASE = "DATABASE_URL";

    private final Builder settings;
    private final Path folder;

    /** The database it is given unless the test gives it another; null for the built-in one. */
    private final String database;

    private final List<ServiceLog> logs = new ArrayList<>();
    private Process process;
    private int port;
    private boolean killed;
    private boolean shared;

    private TidingsProcess(Builder settings) {
        this.settings = settings;
        this.folder = RunningService.isGiven() ? null : ServiceFiles.newFolder();
        this.database = RunningService.isGiven() || ServiceFiles.isJar() || settings.environment.containsKey(DATABASE)
                ? null
                : TestPostgres.running().newDatabase();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Skips a test that starts processes of its own, when a running service is to be tested. */
    public static void requireOwn() {
        RunningService.requireNone();
    }

    /** A service in production mode on a database of its own, ready to serve. */
    public static TidingsProcess start() {
        return builder().start();
    }

    /**
     * A service in production mode that test classes share, because a start is dear: for tests that neither steer the
     * process nor expect to be alone in its database. It is started by the first and ends with this JVM; closing it
     * fails the test when its log holds an error.
     */
    public static TidingsProcess shared() {
        return Shared.SERVICE;
    }

    /** Started when first asked for. */
    private static final class Shared {
        static final TidingsProcess SERVICE = start();

        static {
            SERVICE.shared = true;
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                SERVICE.shared = false;
                SERVICE.close();
            }));
        }
    }

    /** How the service ended. */
    public record Exit(int code, Duration took, ServiceLog log) {}

    /** What the process is started with. */
    public static final class Builder {
        private final Map<String, String> environment = new HashMap<>();
        private final Map<String, String> properties = new TreeMap<>();
        private final List<String> jvmOptions = new ArrayList<>();
        private String adminKey = ServiceFiles.randomKey();
        private String profile = "prod";
        private boolean errorsExpected;

        public Builder env(String name, String value) {
            environment.put(name, value);
            return this;
        }

        public Builder property(String name, String value) {
            properties.put(name, value);
            return this;
        }

        /** An option of the JVM, such as {@code -Xmx128m}; it wins over the usual ones, and an executable ignores it. */
        public Builder jvmOption(String option) {
            jvmOptions.add(option);
            return this;
        }

        /** Has the service write into a file what it looks up by name (see {@link NativeLookups}). */
        public Builder recordLookups(Path file) {
            return jvmOption(LookupAgent.option(file));
        }

        /** Another profile than {@code prod}; it gets no operator's key. */
        public Builder profile(String name) {
            profile = name;
            adminKey = null;
            return this;
        }

        /** The operator's key; null for none. */
        public Builder adminKey(String key) {
            adminKey = key;
            return this;
        }

        /** Errors in the log do not fail the test. */
        public Builder expectErrors() {
            errorsExpected = true;
            return this;
        }

        /** Starts the service and waits until it is ready. */
        public TidingsProcess start() {
            assumeTrue(!RunningService.isGiven() || isPlain(), "needs a service with settings of its own");
            TidingsProcess service = new TidingsProcess(this);
            try {
                service.startAgain();
                return service;
            } catch (Throwable e) {
                service.tearDown();
                throw e;
            }
        }

        /** Starts a service that is expected to give up by itself. */
        public Exit runUntilExit() {
            RunningService.requireNone();
            TidingsProcess service = new TidingsProcess(this);
            long begun = System.nanoTime();
            try {
                service.launch();
                return service.awaitExit(begun, STOP_TIME.multipliedBy(2));
            } finally {
                service.tearDown();
            }
        }

        /** Starts a service, and asks it to stop as soon as it has said this. */
        public Exit runUntil(String said) {
            RunningService.requireNone();
            TidingsProcess service = new TidingsProcess(this);
            try {
                service.launch();
                await().atMost(START_TIME).until(() -> service.log().text().contains(said));
                return service.terminate();
            } finally {
                service.tearDown();
            }
        }

        private boolean isPlain() {
            return environment.isEmpty() && properties.isEmpty() && jvmOptions.isEmpty() && profile.equals("prod");
        }
    }

    public String baseUrl() {
        return RunningService.isGiven() ? RunningService.url() : "http://localhost:" + port;
    }

    public int port() {
        return RunningService.isGiven() ? RunningService.port() : port;
    }

    /** A key of all scopes: the operator's, or the one that the development profile prints. */
    public String key() {
        if (RunningService.isGiven()) {
            return RunningService.key();
        }
        return settings.adminKey != null
                ? settings.adminKey
                : log().find(DEVELOPMENT_KEY).orElseThrow(() -> new AssertionError("no key in " + log().file()));
    }

    public ApiClient client() {
        return new ApiClient(baseUrl(), key());
    }

    /** What the present run wrote. */
    public ServiceLog log() {
        RunningService.requireNone();
        return logs.get(logs.size() - 1);
    }

    /** Ends it as a power cut would. */
    public void kill9() {
        RunningService.requireNone();
        killed = true;
        process.destroyForcibly();
        awaitExit(System.nanoTime(), STOP_TIME);
    }

    /** Has it stand still, as a machine that has no time for it would (SIGSTOP). */
    public void freeze() {
        signal("-STOP");
    }

    /** Lets it go on where it was. */
    public void thaw() {
        signal("-CONT");
    }

    private void signal(String name) {
        RunningService.requireNone();
        try {
            int code = new ProcessBuilder("kill", name, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            assertEquals(0, code, "kill " + name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Asks it to stop (SIGTERM) and waits until it has. */
    public Exit terminate() {
        RunningService.requireNone();
        long begun = System.nanoTime();
        process.destroy();
        return awaitExit(begun, STOP_TIME);
    }

    /** Starts it on the data of the last run, and waits until it is ready. */
    public void startAgain() {
        if (RunningService.isGiven()) {
            return;
        }
        launch();
        await().alias("the service listens")
                .atMost(START_TIME)
                .failFast("the service ended, see " + log().file(), () -> !process.isAlive())
                .until(() -> log().find(LISTENING).isPresent());
        port = Integer.parseInt(log().find(LISTENING).orElseThrow());
        ApiClient anonymous = new ApiClient(baseUrl(), null);
        await().alias("the service is ready")
                .atMost(START_TIME)
                .ignoreExceptions()
                .until(() -> anonymous.get("/q/health/ready").status() == 200);
    }

    public boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** Whether it starts the built-in database, and stops it when it ends in good order. */
    public boolean startsADatabase() {
        return database == null && !settings.environment.containsKey(DATABASE);
    }

    /** Whether a built-in database runs on its data now. */
    public boolean databaseRuns() {
        RunningService.requireNone();
        return ServiceFiles.postmaster(folder).isPresent();
    }

    private void launch() {
        killed = false;
        ServiceLog log = new ServiceLog(folder.resolve("service-" + (logs.size() + 1) + ".log"));
        logs.add(log);
        Map<String, String> properties = new TreeMap<>(settings.properties);
        properties.putIfAbsent("quarkus.http.port", "0");
        properties.put("quarkus.profile", settings.profile);
        ProcessBuilder builder = new ProcessBuilder(ServiceFiles.command(properties, settings.jvmOptions))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.file().toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.matches("(TIDINGS|QUARKUS|DATABASE|JAVA_TOOL)_.*"));
        environment.put("TIDINGS_DATA_DIR", folder.resolve("data").toString());
        if (settings.adminKey != null) {
            environment.put("TIDINGS_ADMIN_KEY", settings.adminKey);
        }
        if (database != null) {
            environment.put(DATABASE, database);
        }
        environment.putAll(settings.environment);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Exit awaitExit(long begun, Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                fail("the service did not end within " + patience + ", see " + log().file());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        return new Exit(process.exitValue(), Duration.ofNanos(System.nanoTime() - begun), log());
    }

    @Override
    public void close() {
        if (RunningService.isGiven()) {
            return;
        }
        if (shared) {
            assertTrue(isRunning(), () -> "the shared service ended, see " + log().file());
            log().requireNoErrors();
            return;
        }
        try {
            if (process.isAlive()) {
                terminate();
            }
            assertTrue(killed || !databaseRuns(), "the built-in database outlives the service");
            if (!settings.errorsExpected) {
                logs.forEach(ServiceLog::requireNoErrors);
            }
        } finally {
            tearDown();
        }
    }

    private void tearDown() {
        if (folder != null) {
            if (process != null && process.isAlive()) {
                process.destroyForcibly().onExit().join();
            }
            assertTrue(ServiceFiles.stopDatabase(folder), "the built-in database cannot be stopped");
            ServiceFiles.deleteData(folder);
        }
    }
}
