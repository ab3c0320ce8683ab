package dev.tidings;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.github.f4b6a3.ulid.UlidCreator;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.security.Provider;
import java.security.Security;
import java.util.Set;

/**
 * What would break the native executable, or be wrong in it; part of {@link ArchitectureTest}. The values of static fields are
 * computed while the executable is built and are a part of it, so none may come from the machine that builds: its random
 * numbers, clock, environment, files, security providers, threads or sockets.
 */
class NativeRules {
    private static final String REASON =
            "it runs while the native executable is built, and its result would be the same in every process from then on";

    /** What Quarkus makes an instance of while it builds, to have the deployment of Quarkus REST ready. */
    private static final Set<String> MADE_EARLY = Set.of(
            "jakarta.inject.Singleton",
            "jakarta.enterprise.context.Dependent",
            "jakarta.ws.rs.ext.Provider",
            "jakarta.ws.rs.Path");

    @ArchTest
    static final ArchRule staticInitialisersAskNothingOfTheMachine = classes()
            .should(reachNothingOfTheMachine(
                    "its static initialiser",
                    type -> type.getStaticInitializer().stream()
                            .map(JavaCodeUnit.class::cast)
                            .toList()))
            .because(REASON);

    @ArchTest
    static final ArchRule staticsHoldNothingOfTheMachine =
            classes().should(holdNothingOfTheMachineInStatics()).because(REASON);

    @ArchTest
    static final ArchRule beansThatMayBeMadeDuringTheBuildAskNothingOfTheMachine = classes()
            .that(DescribedPredicate.describe("may be made during the build", NativeRules::isMadeEarly))
            .should(reachNothingOfTheMachine(
                    "its constructor",
                    type -> type.getConstructors().stream()
                            .map(JavaCodeUnit.class::cast)
                            .toList()))
            .because("a filter or provider is made during the build with all that is injected without a proxy:"
                    + " an @ApplicationScoped bean is made when it is first called");

    @ArchTest
    static final ArchRule nobodyUsesTheStaticFactoryOfUlids = noClasses()
            .should()
            .dependOnClassesThat()
            .areAssignableTo(UlidCreator.class)
            .because("it keeps random numbers in static fields of its own: use Ids, or Ulid.fast()");

    @ArchTest
    static final ArchRule nobodyRegistersASecurityProvider = noClasses()
            .should()
            .callMethod(Security.class, "addProvider", Provider.class)
            .orShould()
            .callMethod(Security.class, "insertProviderAt", Provider.class, int.class)
            .because("providers are fixed when the native executable is built: use a library's classes directly");

    private static ArchCondition<JavaClass> reachNothingOfTheMachine(String where, CodeUnits codeUnits) {
        return new ArchCondition<>("ask nothing of the machine in " + where) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (JavaCodeUnit begin : codeUnits.of(type)) {
                    MachineState.reachedFrom(begin)
                            .ifPresent(path -> events.add(SimpleConditionEvent.violated(
                                    type, type.getName() + ": " + where + " reaches " + path)));
                }
            }
        };
    }

    private static ArchCondition<JavaClass> holdNothingOfTheMachineInStatics() {
        return new ArchCondition<>("hold nothing of the machine in static fields") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (JavaField field : type.getFields()) {
                    if (field.getModifiers().contains(JavaModifier.STATIC)) {
                        MachineState.heldBy(field)
                                .ifPresent(path -> events.add(
                                        SimpleConditionEvent.violated(type, field.getFullName() + " holds " + path)));
                    }
                }
            }
        };
    }

    private static boolean isMadeEarly(JavaClass type) {
        return type.getAnnotations().stream()
                        .map(JavaAnnotation::getRawType)
                        .map(JavaClass::getName)
                        .anyMatch(MADE_EARLY::contains)
                || type.getMethods().stream()
                        .anyMatch(method ->
                                method.isAnnotatedWith("org.jboss.resteasy.reactive.server.ServerExceptionMapper"));
    }

    /** Where a rule begins to look. */
    private interface CodeUnits {
        Iterable<JavaCodeUnit> of(JavaClass type);
    }
}
