package dev.tidings;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Context;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What no class does, whether by a call or by a method reference; part of {@link ArchitectureTest}. The room postgres starts a
 * process before the application lives: it may wait, and has no beans.
 */
class CodeRules {
    @ArchTest
    static final ArchRule timeIsInjected = house().and()
            .resideOutsideOfPackage(Exempt.packages("dev.tidings.platform.process"))
            .should()
            .accessTargetWhere(any("asks for the time", CodeRules::asksForTheTime))
            .allowEmptyShould(true)
            .because("tests move the Clock, which id provides");

    @ArchTest
    static final ArchRule idsAreSortable = house().and()
            .resideOutsideOfPackage(Exempt.packages("dev.tidings.platform.id"))
            .should()
            .accessTargetWhere(any("makes a random UUID", access -> is(access, UUID.class, "randomUUID")))
            .allowEmptyShould(true)
            .because("ids come from Ids: prefixed, and in the order of creation");

    @ArchTest
    static final ArchRule nothingBlocks = house().should()
            .accessTargetWhere(any("waits", CodeRules::waits))
            .allowEmptyShould(true)
            .because("an event loop that waits serves nobody");

    @ArchTest
    static final ArchRule failuresAreNotSwallowed = house().should()
            .accessTargetWhere(
                    any("recovers with null", access -> access.getName().equals("recoverWithNull")))
            .allowEmptyShould(true)
            .because("a null that was a failure is taken for an absence later");

    @ArchTest
    static final ArchRule subscriptionsAreVisible = house().and()
            .doNotHaveFullyQualifiedName(Exempt.type("dev.tidings.platform.async.BackgroundTasks"))
            .should()
            .accessTargetWhere(any("subscribes", CodeRules::subscribes))
            .allowEmptyShould(true)
            .because("a Uni that nobody returns loses its failure: use Background");

    @ArchTest
    static final ArchRule dependenciesAreConstructorParameters = noFields()
            .should()
            .beAnnotatedWith(Inject.class)
            .orShould()
            .beAnnotatedWith(ConfigProperty.class)
            .orShould()
            .beAnnotatedWith(Context.class)
            .allowEmptyShould(true)
            .because("a constructor names all that a class needs, and its fields are final");

    @ArchTest
    static final ArchRule staticsDoNotChange = fields().that()
            .areStatic()
            .and()
            .areDeclaredInClassesThat()
            .resideOutsideOfPackage(Exempt.packages("dev.tidings.platform.postgres"))
            .should()
            .beFinal()
            .allowEmptyShould(true)
            .because("a static that changes is shared by all requests and all tests");

    @ArchTest
    static final ArchRule blankHasOneMeaning = house().and()
            .resideOutsideOfPackages("dev.tidings.platform.process..", "dev.tidings.engine..")
            .should()
            .accessTargetWhere(any("asks a string for blanks", access -> is(access, String.class, "isBlank")))
            .allowEmptyShould(true)
            .because("what shows nothing is for validation.Blank to say: isBlank knows neither U+00A0 nor U+200B");

    private static GivenClassesConjunction house() {
        return noClasses().that().resideOutsideOfPackage(Exempt.packages("dev.tidings.platform.postgres"));
    }

    private static boolean asksForTheTime(JavaAccess<?> access) {
        boolean ofJavaTime = access.getTargetOwner().getPackageName().startsWith("java.time");
        boolean takesAClock = access.getTarget() instanceof CodeUnitAccessTarget target
                && target.getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(Clock.class));
        return is(access, System.class, "currentTimeMillis")
                || (access.getTargetOwner().isEquivalentTo(Clock.class)
                        && access.getName().startsWith("system"))
                || (ofJavaTime && access.getName().equals("now") && !takesAClock);
    }

    private static boolean waits(JavaAccess<?> access) {
        return is(access, Thread.class, "sleep")
                || access.getName().equals("await")
                || access.getName().endsWith("AndAwait");
    }

    private static boolean subscribes(JavaAccess<?> access) {
        boolean ofMutiny = access.getTargetOwner().isAssignableTo(Uni.class)
                || access.getTargetOwner().isAssignableTo(Multi.class);
        return (ofMutiny && access.getName().startsWith("subscribe"))
                || access.getName().endsWith("AndForget");
    }

    private static boolean is(JavaAccess<?> access, Class<?> owner, String name) {
        return access.getTargetOwner().isEquivalentTo(owner) && access.getName().equals(name);
    }

    private static DescribedPredicate<JavaAccess<?>> any(String what, Predicate<JavaAccess<?>> predicate) {
        return DescribedPredicate.describe(what, predicate);
    }
}
