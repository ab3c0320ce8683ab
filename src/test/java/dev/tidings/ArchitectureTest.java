package dev.tidings;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import dev.tidings.auth.RequiresScope;
import dev.tidings.error.Checked;
import dev.tidings.http.ErrorsResource;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.persistence.Entity;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The rules of the house (CONTRIBUTING.md), each failing with the reason for it. */
@AnalyzeClasses(packages = "dev.tidings", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String HOUSE = "dev.tidings..";
    private static final String[] GROUND = {
        "dev.tidings.id..",
        "dev.tidings.error..",
        "dev.tidings.content..",
        "dev.tidings.plan..",
        "dev.tidings.sql..",
        "dev.tidings.background.."
    };
    private static final DescribedPredicate<JavaClass> ENTRY_POINTS = named("Resource", "Filter", "Params", "Views");

    @ArchTest
    static final ArchRule roomsHaveNoCycles =
            slices().matching("dev.tidings.(*)..").should().beFreeOfCycles().allowEmptyShould(true);

    @ArchTest
    static final ArchRule groundRoomsStandOnTheirOwn = noClasses()
            .that()
            .resideInAnyPackage(GROUND)
            .should()
            .dependOnClassesThat(resideInAPackage(HOUSE).and(DescribedPredicate.not(resideInAnyPackage(GROUND))))
            .because("everybody builds on them");

    @ArchTest
    static final ArchRule httpKnowsNoFeature = mayUse("http", "error", "id");

    @ArchTest
    static final ArchRule postgresKnowsNoFeature = mayUse("postgres", "error");

    @ArchTest
    static final ArchRule egressKnowsNoFeature = mayUse("egress", "error", "id", "background");

    @ArchTest
    static final ArchRule engineKnowsWhatItCarries =
            mayUse("engine", "idempotency", "auth", "content", "media", "error", "id", "http", "sql", "background");

    @ArchTest
    static final ArchRule sessionKnowsEngines = mayUse(
            "session",
            "idempotency",
            "auth",
            "engine",
            "event",
            "content",
            "error",
            "id",
            "plan",
            "http",
            "sql",
            "background");

    @ArchTest
    static final ArchRule messageKnowsSessions = mayUse(
            "message",
            "idempotency",
            "auth",
            "engine",
            "event",
            "session",
            "media",
            "content",
            "error",
            "id",
            "plan",
            "http",
            "sql",
            "background");

    @ArchTest
    static final ArchRule nobodyImportsAnEngine = noClasses()
            .that()
            .resideOutsideOfPackage("dev.tidings.engine.*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.tidings.engine.*..")
            .because("engines are found by their name");

    @ArchTest
    static final ArchRule enginesDoNotKnowEachOther = slices().matching("dev.tidings.engine.(*)..")
            .should()
            .notDependOnEachOther()
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule endsOfTheHouseAreNotImported = noClasses()
            .that()
            .resideOutsideOfPackages("dev.tidings.webhook..", "dev.tidings.inbound..", "dev.tidings.openapi..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.tidings.webhook..", "dev.tidings.inbound..", "dev.tidings.openapi..");

    @ArchTest
    static final ArchRule onlyEntryPointsKnowHttp = noClasses()
            .that(DescribedPredicate.not(ENTRY_POINTS))
            .and()
            .resideOutsideOfPackages("dev.tidings.http..", "dev.tidings.openapi..")
            .and()
            .doNotHaveSimpleName("Authentication")
            .should()
            .dependOnClassesThat(resideInAnyPackage("jakarta.ws.rs..", "dev.tidings.http.."))
            .because("services are called by jobs and engines too; Authentication is the one route of its own");

    @ArchTest
    static final ArchRule onlyRepositoriesKnowSql = noClasses()
            .that(DescribedPredicate.not(named("Repository", "Query", "Rows")))
            .and()
            .resideOutsideOfPackages("dev.tidings.http..", "dev.tidings.sql..", "dev.tidings.postgres..")
            .and()
            .haveSimpleNameNotStartingWith("Postgres")
            .and()
            .areNotAnnotatedWith(Entity.class)
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "io.vertx.sqlclient..",
                    "io.vertx.mutiny.sqlclient..",
                    "io.vertx.pgclient..",
                    "io.quarkus.hibernate.reactive.panache",
                    "org.hibernate.."));

    @ArchTest
    static final ArchRule repositoriesStayInTheirRoom =
            classes().that().haveSimpleNameEndingWith("Repository").should().bePackagePrivate();

    @ArchTest
    static final ArchRule transactionsBelongToServices = methods()
            .that()
            .areAnnotatedWith(WithTransaction.class)
            .should()
            .notBePrivate()
            .andShould()
            .beDeclaredInClassesThat(named("Service", "OutboxRelay"))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule resourcesSeeNoStorage = noClasses()
            .that()
            .areAnnotatedWith(Path.class)
            .should()
            .dependOnClassesThat(named("Repository").or(annotatedWith(Entity.class)));

    @ArchTest
    static final ArchRule operationsAreReactive = methods()
            .that(areOperations())
            .should(new ArchCondition<>("return a Uni or a Multi") {
                @Override
                public void check(JavaMethod method, ConditionEvents events) {
                    String type = method.getRawReturnType().getName();
                    boolean reactive = type.equals(Uni.class.getName()) || type.equals("io.smallrye.mutiny.Multi");
                    events.add(new SimpleConditionEvent(method, reactive, method.getFullName() + " returns " + type));
                }
            });

    @ArchTest
    static final ArchRule operationsNameTheirScope = methods()
            .that(areOperations())
            .and()
            .areDeclaredInClassesThat()
            .doNotHaveFullyQualifiedName(ErrorsResource.class.getName())
            .should()
            .beAnnotatedWith(RequiresScope.class);

    @ArchTest
    static final ArchRule operationsWithABodyTakeJsonOnly = methods()
            .that(areOperations())
            .and(takeABody())
            .should()
            .beAnnotatedWith(Consumes.class)
            .orShould()
            .beDeclaredInClassesThat()
            .areAnnotatedWith(Consumes.class)
            .because("otherwise a record of one string is made from text/plain");

    @ArchTest
    static final ArchRule timeIsInjected = house().should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .because("tests move the Clock");

    @ArchTest
    static final ArchRule idsAreSortable =
            house().and().resideOutsideOfPackage("dev.tidings.id..").should().callMethod(UUID.class, "randomUUID");

    @ArchTest
    static final ArchRule nothingBlocks = house().should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould(ArchConditions.callMethodWhere(DescribedPredicate.describe(
                    "waits for a Uni",
                    call -> call.getTarget().getName().equals("await")
                            || call.getTarget().getName().endsWith("AndAwait")
                            || call.getTarget().getName().equals("recoverWithNull"))))
            .because("an event loop that waits serves nobody");

    @ArchTest
    static final ArchRule subscriptionsAreVisible = house().and()
            .doNotHaveSimpleName("Background")
            .should()
            .callMethod(Uni.class, "subscribe")
            .because("a Uni that nobody returns loses its failure: use Background");

    @ArchTest
    static final ArchRule dependenciesAreConstructorParameters = noFields()
            .should()
            .beAnnotatedWith(Inject.class)
            .orShould()
            .beAnnotatedWith(ConfigProperty.class)
            .orShould()
            .beAnnotatedWith(jakarta.ws.rs.core.Context.class);

    @ArchTest
    static final ArchRule staticsDoNotChange = fields().that()
            .areStatic()
            .and()
            .areDeclaredInClassesThat()
            .resideOutsideOfPackage("dev.tidings.postgres..")
            .should()
            .beFinal();

    private static ArchRule mayUse(String room, String... rooms) {
        String[] allowed = new String[rooms.length + 1];
        for (int i = 0; i < rooms.length; i++) {
            allowed[i] = "dev.tidings." + rooms[i] + "..";
        }
        allowed[rooms.length] = "dev.tidings." + room + "..";
        return noClasses()
                .that()
                .resideInAPackage("dev.tidings." + room + "..")
                .should()
                .dependOnClassesThat(resideInAPackage(HOUSE).and(DescribedPredicate.not(resideInAnyPackage(allowed))))
                .allowEmptyShould(true);
    }

    private static com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction house() {
        return noClasses().that().resideOutsideOfPackage("dev.tidings.postgres..");
    }

    private static DescribedPredicate<JavaClass> named(String... endings) {
        return DescribedPredicate.describe(
                "named *" + String.join(", *", endings),
                type -> Set.of(endings).stream()
                        .anyMatch(end -> outermost(type).getSimpleName().endsWith(end)));
    }

    private static DescribedPredicate<JavaClass> annotatedWith(Class<? extends java.lang.annotation.Annotation> type) {
        return DescribedPredicate.describe("annotated with " + type.getSimpleName(), c -> c.isAnnotatedWith(type));
    }

    private static DescribedPredicate<JavaMethod> areOperations() {
        return DescribedPredicate.describe(
                "are operations",
                method -> method.getAnnotations().stream()
                        .anyMatch(annotation -> annotation.getRawType().isMetaAnnotatedWith(HttpMethod.class)));
    }

    private static DescribedPredicate<JavaMethod> takeABody() {
        return DescribedPredicate.describe(
                "take a body",
                method -> method.getRawParameterTypes().stream().anyMatch(type -> type.isAssignableTo(Checked.class)));
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
    }
}
