package dev.tidings;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What differs from one process or machine to another: random numbers, time, environment, files, security providers, threads,
 * sockets. Finds the ways of our own code to it, through all that it calls or holds.
 */
final class MachineState {
    private static final String OURS = "dev.tidings.";

    /** Instances of these, and of their subtypes, are such state wherever they are kept. */
    private static final Set<String> TYPES = Set.of(
            "com.github.f4b6a3.ulid.UlidFactory",
            "io.vertx.core.Vertx",
            "io.vertx.mutiny.core.Vertx",
            "java.io.InputStream",
            "java.io.OutputStream",
            "java.lang.Process",
            "java.lang.ProcessHandle",
            "java.lang.Thread",
            "java.lang.ThreadGroup",
            "java.net.InetAddress",
            "java.net.ServerSocket",
            "java.net.Socket",
            "java.nio.channels.Channel",
            "java.security.KeyPairGenerator",
            "java.security.KeyStore",
            "java.security.MessageDigest",
            "java.security.Signature",
            "java.time.Clock",
            "java.util.Random",
            "java.util.SplittableRandom",
            "java.util.Timer",
            "java.util.concurrent.Executor",
            "java.util.random.RandomGenerator",
            "javax.crypto.Cipher",
            "javax.crypto.KeyAgreement",
            "javax.crypto.KeyGenerator",
            "javax.crypto.Mac",
            "javax.net.ssl.KeyManagerFactory",
            "javax.net.ssl.SSLContext",
            "javax.net.ssl.TrustManagerFactory",
            "org.eclipse.microprofile.config.Config");

    /** Calls that answer with such state, as class and method. */
    private static final Pattern CALLS = Pattern.compile(String.join(
            "|",
            "java\\.lang\\.System#(nanoTime|currentTimeMillis|getenv|getProperty|getProperties|console|identityHashCode)",
            "java\\.lang\\.(Runtime|ProcessHandle|ProcessBuilder)#.*",
            "java\\.lang\\.(Boolean#getBoolean|Integer#getInteger|Long#getLong|Math#random|StrictMath#random)",
            "java\\.lang\\.management\\..*#.*",
            "java\\.time\\..*#now",
            "java\\.time\\.(Clock#system.*|ZoneId#systemDefault)",
            "java\\.net\\.(InetAddress#getLocalHost|InetAddress#get(All)?ByName|NetworkInterface#.*)",
            "java\\.nio\\.file\\.Files#.*",
            "java\\.security\\..*#getInstance(Strong)?",
            "java\\.util\\.(UUID#randomUUID|Collections#shuffle|TimeZone#getDefault|Locale#getDefault)",
            "java\\.util\\.concurrent\\.(ThreadLocalRandom#.*|Executors#.*|ForkJoinPool#.*|CompletableFuture#.*Async)",
            "javax\\.(crypto|net\\.ssl)\\..*#(getInstance|getDefault)",
            "com\\.github\\.f4b6a3\\.ulid\\.(UlidCreator#.*|UlidFactory#.*|Ulid#fast)",
            "org\\.eclipse\\.microprofile\\.config\\.ConfigProvider#.*",
            "io\\.quarkus\\.arc\\.Arc#.*"));

    private MachineState() {}

    /** The way from a piece of code to such state, if there is one. */
    static Optional<String> reachedFrom(JavaCodeUnit begin) {
        Map<JavaCodeUnit, String> ways = new HashMap<>(Map.of(begin, ""));
        Queue<JavaCodeUnit> open = new ArrayDeque<>(Set.of(begin));
        while (!open.isEmpty()) {
            JavaCodeUnit unit = open.remove();
            for (JavaCodeUnitAccess<?> call : (Iterable<JavaCodeUnitAccess<?>>) calls(unit)::iterator) {
                CodeUnitAccessTarget target = call.getTarget();
                String way = ways.get(unit) + (ways.get(unit).isEmpty() ? "" : " → ") + target.getFullName();
                if (isAsked(target)) {
                    return Optional.of(way);
                }
                target.resolveMember()
                        .filter(JavaCodeUnit.class::isInstance)
                        .map(JavaCodeUnit.class::cast)
                        .filter(member -> isOurs(member.getOwner()))
                        .filter(member -> ways.putIfAbsent(member, way) == null)
                        .ifPresent(open::add);
            }
        }
        return Optional.empty();
    }

    /** Such state in a field, or in the fields of what it holds, if there is any. */
    static Optional<String> heldBy(JavaField field) {
        return heldBy(field.getType(), new HashSet<>());
    }

    private static Optional<String> heldBy(JavaType type, Set<String> seen) {
        return type.getAllInvolvedRawTypes().stream()
                .map(JavaClass::getBaseComponentType)
                .filter(raw -> seen.add(raw.getName()))
                .flatMap(raw -> isState(raw) ? Stream.of(raw.getName()) : heldInside(raw, seen))
                .findFirst();
    }

    private static Stream<String> heldInside(JavaClass type, Set<String> seen) {
        return isOurs(type)
                ? type.getAllFields().stream()
                        .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                        .flatMap(field ->
                                heldBy(field.getType(), seen).map(held -> field.getFullName() + ": " + held).stream())
                : Stream.empty();
    }

    private static Stream<JavaCodeUnitAccess<?>> calls(JavaCodeUnit unit) {
        return Stream.of(
                        unit.getMethodCallsFromSelf(),
                        unit.getConstructorCallsFromSelf(),
                        unit.getMethodReferencesFromSelf(),
                        unit.getConstructorReferencesFromSelf())
                .flatMap(Set::stream);
    }

    private static boolean isAsked(CodeUnitAccessTarget target) {
        boolean made = target.getName().equals(JavaConstructor.CONSTRUCTOR_NAME) && isState(target.getOwner());
        return made
                || CALLS.matcher(target.getOwner().getName() + "#" + target.getName())
                        .matches();
    }

    private static boolean isState(JavaClass type) {
        return Stream.concat(
                        Stream.of(type),
                        Stream.concat(type.getAllRawSuperclasses().stream(), type.getAllRawInterfaces().stream()))
                .map(JavaClass::getName)
                .anyMatch(TYPES::contains);
    }

    private static boolean isOurs(JavaClass type) {
        return type.getName().startsWith(OURS);
    }
}
