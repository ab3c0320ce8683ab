package dev.tidings.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Writes down what a running service looks up by name. Code of {@link LookupAgent} in classes of the JDK calls it, so it lies on
 * the boot class path of that service and uses nothing but the JDK.
 */
public final class LookupRecorder {
    private static final Set<String> SEEN = ConcurrentHashMap.newKeySet();
    private static final ThreadLocal<Boolean> RECORDING = new ThreadLocal<>();
    private static final List<String> NOBODY = List.of(
            "java.", "javax.", "jdk.", "sun.", "com.sun.", "net.bytebuddy.", "dev.tidings.support.LookupRecorder");

    private static volatile Path file;

    private LookupRecorder() {}

    /** Begins to record into a file: one line per look-up, its parts separated by tabs. */
    public static void open(String path) {
        file = Path.of(path);
    }

    /** A resource that was found. */
    public static void resource(Class<?> base, String name, Object found) {
        if (found == null || file == null) {
            return;
        }
        boolean relative =
                base != null && !name.startsWith("/") && !base.getPackageName().isEmpty();
        String folder = relative ? base.getPackageName().replace('.', '/') + "/" : "";
        record("resource", folder + (base == null ? name : name.replaceFirst("^/", "")));
    }

    /** A class that was found by its name. */
    public static void named(Class<?> found) {
        if (found != null && file != null) {
            record("class", found.getName());
        }
    }

    /** A class that was asked for its fields, methods or constructors. */
    public static void members(Class<?> type) {
        if (file != null) {
            record("members", type.getName());
        }
    }

    private static void record(String kind, String what) {
        if (RECORDING.get() != null) {
            return;
        }
        RECORDING.set(true);
        try {
            List<String> frames = StackWalker.getInstance()
                    .walk(all -> all.map(frame -> frame.getClassName() + "#" + frame.getMethodName())
                            .collect(Collectors.toList()));
            // how the JDK finds the constants of an enum and the values of an annotation: executables have them
            if (frames.contains("java.lang.Class#getEnumConstantsShared")
                    || frames.stream().anyMatch(frame -> frame.startsWith("sun.reflect.annotation."))) {
                return;
            }
            String caller = frames.stream()
                    .filter(frame -> NOBODY.stream().noneMatch(frame::startsWith))
                    .findFirst()
                    .orElse("-");
            // what a static initialiser does, a native executable has behind it
            boolean early = frames.stream().anyMatch(frame -> frame.endsWith("#<clinit>"));
            String line = String.join("\t", kind, what, caller, early ? "build" : "run");
            if (SEEN.add(line)) {
                Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            RECORDING.remove();
        }
    }
}
