package dev.tidings;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.tidings.core.directory.OwnershipListener;
import dev.tidings.core.engine.Engine;
import dev.tidings.core.event.EventSignal;
import dev.tidings.platform.sql.PgNotifications;
import dev.tidings.platform.sql.Transaction;
import dev.tidings.platform.sql.Transactions;
import io.vertx.mutiny.sqlclient.Pool;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What may happen inside a transaction; part of {@link ArchitectureTest}. */
class TransactionRules {
    private static final Set<String> CALLS_OF_ENGINES = Arrays.stream(Engine.class.getMethods())
            .map(method -> method.getName())
            .collect(Collectors.toSet());

    /** Raised after commits, or when a transaction is given up because its owner was replaced. */
    private static final Set<Class<?>> AFTERWARDS = Set.of(EventSignal.class, OwnershipListener.class);

    @ArchTest
    static final ArchRule onlyRepositoriesSeeTheConnection = noClasses()
            .that(not(ArchitectureTest.named("Repository")))
            .and()
            .resideOutsideOfPackage("dev.tidings.platform.sql")
            .should()
            .callMethod(Transaction.class, "connection")
            .because("services pass a transaction on; what it does is SQL, and that stays in repositories");

    /**
     * From what gets a transaction this is followed through all calls of our own code. What opens one may do other
     * things after it, so there only the calls that stand in its own lambdas are looked at.
     */
    @ArchTest
    static void nothingWaitsInsideATransaction(JavaClasses house) {
        Map<JavaCodeUnit, String> reached = new LinkedHashMap<>();
        Set<String> violations = new TreeSet<>();
        Deque<JavaCodeUnit> due = new ArrayDeque<>();
        for (JavaClass type : house) {
            for (JavaCodeUnit unit : type.getCodeUnits()) {
                if (unit.getRawParameterTypes().stream().anyMatch(one -> one.isEquivalentTo(Transaction.class))) {
                    add(unit, unit.getFullName(), reached, due);
                } else if (unit.getMethodCallsFromSelf().stream().anyMatch(TransactionRules::begins)) {
                    accesses(unit)
                            .filter(JavaAccess::isDeclaredInLambda)
                            .filter(TransactionRules::callsOut)
                            .forEach(access -> violations.add(access.getDescription()));
                }
            }
        }
        while (!due.isEmpty()) {
            JavaCodeUnit unit = due.remove();
            accesses(unit).forEach(access -> follow(access, reached.get(unit), reached, due, violations));
        }
        if (!violations.isEmpty()) {
            throw new AssertionError(
                    "A transaction holds rows and a connection, so nothing in it waits for an engine, a"
                            + " socket, HTTP or a second connection:\n" + String.join("\n", violations));
        }
    }

    private static void follow(
            JavaAccess<?> access,
            String way,
            Map<JavaCodeUnit, String> reached,
            Deque<JavaCodeUnit> due,
            Set<String> violations) {
        if (waits(access)) {
            violations.add(way + " -> " + access.getDescription());
            return;
        }
        if (AFTERWARDS.stream().anyMatch(access.getTargetOwner()::isEquivalentTo)) {
            return;
        }
        implementations(access).forEach(unit -> add(unit, way + "\n    -> " + unit.getFullName(), reached, due));
    }

    private static void add(JavaCodeUnit unit, String way, Map<JavaCodeUnit, String> reached, Deque<JavaCodeUnit> due) {
        if (reached.putIfAbsent(unit, way) == null) {
            due.add(unit);
        }
    }

    private static Stream<JavaAccess<?>> accesses(JavaCodeUnit unit) {
        return Stream.of(
                        unit.getMethodCallsFromSelf(),
                        unit.getMethodReferencesFromSelf(),
                        unit.getConstructorCallsFromSelf())
                .flatMap(Set::stream);
    }

    private static boolean begins(JavaAccess<?> access) {
        return access.getTargetOwner().isEquivalentTo(Transactions.class)
                && access.getTarget().getName().equals("inOne");
    }

    private static boolean waits(JavaAccess<?> access) {
        return begins(access)
                || access.getTargetOwner().isAssignableTo(Pool.class)
                || access.getTargetOwner().isEquivalentTo(PgNotifications.class)
                || callsOut(access);
    }

    private static boolean callsOut(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        return (owner.isAssignableTo(Engine.class)
                        && CALLS_OF_ENGINES.contains(access.getTarget().getName()))
                || resideInAnyPackage(
                                "dev.tidings.platform.egress..",
                                "io.vertx.core.http..",
                                "io.vertx.mutiny.core.http..",
                                "io.vertx.core.net..",
                                "io.vertx.mutiny.core.net..",
                                "io.vertx..ext.web.client..",
                                "java.net.http..",
                                "java.nio.channels..",
                                "software.amazon..")
                        .test(owner);
    }

    /** The method itself, and those that override it; that of another library, such as {@code Runnable}, says nothing. */
    private static List<JavaCodeUnit> implementations(JavaAccess<?> access) {
        List<JavaCodeUnit> found = new ArrayList<>();
        if (!access.getTargetOwner().getPackageName().startsWith("dev.tidings")) {
            return found;
        }
        Stream.concat(Stream.of(access.getTargetOwner()), access.getTargetOwner().getAllSubclasses().stream())
                .flatMap(type -> type.getCodeUnits().stream())
                .filter(unit -> unit.getName().equals(access.getTarget().getName()))
                .filter(unit -> parameters(unit).equals(parameters(access)))
                .forEach(found::add);
        return found;
    }

    private static List<String> parameters(JavaCodeUnit unit) {
        return unit.getRawParameterTypes().stream().map(JavaClass::getName).toList();
    }

    private static List<String> parameters(JavaAccess<?> access) {
        return access.getTarget() instanceof CodeUnitAccessTarget target
                ? target.getRawParameterTypes().stream().map(JavaClass::getName).toList()
                : List.of();
    }
}
