package dev.tidings.engine.linked;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds the engine of linked devices together, and that each of these rules can fail. */
class LinkedRulesTest {
    private static final String LINKED = "dev.tidings.engine.linked";
    private static final String[] PLAIN = Stream.of("bytes", "codec", "crypto", "protobuf", "noise", "signal")
            .map(name -> LINKED + "." + name + "..")
            .toArray(String[]::new);

    private static final Set<String> COMPARISONS =
            Set.of("equals", "deepEquals", "mismatch", "compare", "contentEquals");
    private static final Set<String> COMPARERS =
            Set.of("java.util.Arrays", "java.util.Objects", "java.nio.ByteBuffer", "org.bouncycastle.util.Arrays");
    private static final Set<Class<?>> STATEFUL =
            Set.of(Cipher.class, Mac.class, MessageDigest.class, SecureRandom.class);
    private static final Set<String> CLOCKS = Set.of("now", "currentTimeMillis", "nanoTime", "systemUTC", "millis");

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(LINKED);

    private static final JavaClasses OFFENDER = new ClassFileImporter().importPackages(LINKED);

    enum Rule {
        NO_CYCLES(slices().matching(LINKED + ".(*)..").should().beFreeOfCycles()),
        PLAIN_JAVA(classes()
                .that()
                .resideInAnyPackage(PLAIN)
                .should()
                .onlyDependOnClassesThat(DescribedPredicate.describe(
                        "are of the JDK, of Curve25519 or plain too",
                        type -> isIn(type, "java.lang", "java.util", "java.io", "java.nio", "java.security")
                                || isIn(type, "java.time", "javax.crypto", "org.bouncycastle.math.ec")
                                || type.isPrimitive()
                                || type.isArray()
                                || Stream.of(PLAIN).anyMatch(name -> isIn(type, name.replace("..", "")))))),
        NO_LOGGING(noClasses()
                .that()
                .resideInAnyPackage(PLAIN)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.logging..", "java.sql..", "java.util.concurrent..")),
        NO_CLOCK(noClasses()
                .that()
                .resideInAnyPackage(PLAIN)
                .should()
                .accessTargetWhere(access("asks for the time", access -> CLOCKS.contains(access.getName())))),
        CONSTANT_TIME(noClasses()
                .that()
                .resideInAPackage(LINKED + "..")
                .should()
                .accessTargetWhere(access("compares other than by MessageDigest.isEqual", LinkedRulesTest::compares))),
        NO_SHARED_STATE(noFields()
                .that()
                .areDeclaredInClassesThat()
                .resideInAPackage(LINKED + "..")
                .should(com.tngtech.archunit.lang.conditions.ArchConditions.be(DescribedPredicate.describe(
                        "a cipher, a random or one per thread", LinkedRulesTest::isShared)))),
        ONE_RANDOMNESS(noClasses()
                .that()
                .resideInAPackage(LINKED + "..")
                .should()
                .accessTargetWhere(access("makes a source of randomness", LinkedRulesTest::makesRandomness))),
        NO_PROVIDER(noClasses()
                .that()
                .resideInAPackage(LINKED + "..")
                .should()
                .accessTargetWhere(access(
                        "registers a provider",
                        access -> access.getTargetOwner().getName().equals("java.security.Security")))),
        SILENT(noClasses()
                .that()
                .resideInAPackage(LINKED + "..")
                .should()
                .accessTargetWhere(access("shows bytes as text", LinkedRulesTest::shows))),
        NO_ARRAYS_IN_RECORDS(noFields()
                .that()
                .areDeclaredInClassesThat(DescribedPredicate.describe(
                        "are records",
                        type -> type.isRecord() && type.getPackageName().startsWith(LINKED)))
                .and()
                .areNotStatic()
                .should()
                .haveRawType(byte[].class));

        private final ArchRule rule;

        Rule(ArchRule rule) {
            this.rule = rule;
        }
    }

    @ParameterizedTest
    @EnumSource
    void holds(Rule rule) {
        rule.rule.allowEmptyShould(true).check(HOUSE);
    }

    @ParameterizedTest
    @EnumSource
    void canFail(Rule rule) {
        assertTrue(rule.rule.allowEmptyShould(true).evaluate(OFFENDER).getFailureReport().getDetails().stream()
                .anyMatch(detail -> detail.contains("Offender")));
    }

    private static boolean compares(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        boolean ofBytes = access.getTarget().getFullName().contains("[B") || owner.startsWith("java.nio");
        return COMPARERS.contains(owner) && COMPARISONS.contains(access.getName()) && ofBytes;
    }

    private static boolean makesRandomness(JavaAccess<?> access) {
        return access.getTargetOwner().isAssignableTo(java.util.Random.class)
                        && (access.getName().equals("<init>")
                                || access.getName().startsWith("getInstance"))
                || access.getName().equals("randomUUID");
    }

    private static boolean isShared(JavaField field) {
        boolean known = STATEFUL.stream().anyMatch(type -> field.getRawType().isAssignableTo(type));
        return known && field.getModifiers().contains(com.tngtech.archunit.core.domain.JavaModifier.STATIC)
                || field.getRawType().isAssignableTo(ThreadLocal.class);
    }

    private static boolean shows(JavaAccess<?> access) {
        if (!access.getOrigin().getName().equals("toString")) {
            return false;
        }
        String owner = access.getTargetOwner().getName();
        return owner.equals("java.util.HexFormat")
                || owner.startsWith("java.util.Base64")
                || owner.equals("java.util.Arrays")
                || access.getName().equals("toArray")
                || access.getName().equals("utf8");
    }

    private static boolean isIn(JavaClass type, String... packages) {
        return Stream.of(packages)
                .anyMatch(name -> type.getPackageName().equals(name)
                        || type.getPackageName().startsWith(name + "."));
    }

    private static DescribedPredicate<JavaAccess<?>> access(
            String description, java.util.function.Predicate<JavaAccess<?>> predicate) {
        return DescribedPredicate.describe(description, predicate);
    }
}
