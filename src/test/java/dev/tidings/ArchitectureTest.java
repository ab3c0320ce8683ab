package dev.tidings;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import jakarta.persistence.Entity;
import java.util.stream.Stream;

/** The rules of the house (CONTRIBUTING.md), each failing with the reason for it: who may use whom, and what. */
@AnalyzeClasses(packages = "dev.tidings", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String HOUSE = "dev.tidings.";

    @ArchTest
    static final ArchTests codeRules = ArchTests.in(CodeRules.class);

    @ArchTest
    static final ArchTests nativeRules = ArchTests.in(NativeRules.class);

    @ArchTest
    static final ArchTests resourceRules = ArchTests.in(ResourceRules.class);

    @ArchTest
    static final ArchRule nobodyImportsAnEngine = noClasses()
            .that()
            .resideOutsideOfPackage("dev.tidings.engine.*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.tidings.engine.*..")
            .allowEmptyShould(true)
            .because("engines are found by their name, through the port");

    @ArchTest
    static final ArchRule enginesDoNotKnowEachOther = slices().matching("dev.tidings.engine.(*)..")
            .should()
            .notDependOnEachOther()
            .allowEmptyShould(true)
            .because("any of them may be removed without the others");

    @ArchTest
    static final ArchRule nobodyImportsWebhook = nobodyImports("webhook");

    @ArchTest
    static final ArchRule nobodyImportsOpenapi = nobodyImports("openapi");

    @ArchTest
    static final ArchRule onlyEntryPointsKnowHttp = noClasses()
            .that(not(named("Resource", "Filter", "Params", "UploadReader", "Renderer")))
            .and()
            .resideOutsideOfPackages("dev.tidings.platform.http..", "dev.tidings.openapi..")
            .and()
            // the one route of its own: it answers before JAX-RS is reached
            .doNotHaveFullyQualifiedName("dev.tidings.access.auth.AuthenticationRoute")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.tidings.platform.http..")
            .allowEmptyShould(true)
            .because("services are called by jobs and engines too");

    @ArchTest
    static final ArchRule onlyEntryPointsKnowJaxRs = noClasses()
            .that(not(named("Resource", "Filter", "Params", "UploadReader")))
            .and()
            .resideOutsideOfPackages("dev.tidings.platform.http..", "dev.tidings.openapi..")
            .and()
            .areNotAnnotatedWith("org.eclipse.microprofile.rest.client.inject.RegisterRestClient")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.ws.rs..", "org.jboss.resteasy.reactive..")
            .allowEmptyShould(true)
            .because("JAX-RS ends at *Resource, *Filter, *Params, http and typed clients");

    @ArchTest
    static final ArchRule onlyRepositoriesKnowSql = noClasses()
            .that(not(named("Repository", "Query", "Rows")))
            .and()
            .resideOutsideOfPackages(
                    "dev.tidings.platform.http..", "dev.tidings.platform.sql..", "dev.tidings.platform.postgres..")
            .and()
            .haveSimpleNameNotStartingWith("Postgres")
            .and()
            .areNotAnnotatedWith(Entity.class)
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "io.vertx.sqlclient..",
                    "io.vertx.mutiny.sqlclient..",
                    "io.vertx.pgclient..",
                    "io.vertx.mutiny.pgclient..",
                    // not its subpackage common, where @WithTransaction is
                    "io.quarkus.hibernate.reactive.panache",
                    "io.quarkus.panache..",
                    "org.hibernate..",
                    "jakarta.persistence..",
                    "java.sql.."))
            .allowEmptyShould(true)
            .because("SQL and Panache stay in *Repository, its *Query and *Rows, Postgres*, entities, http and sql");

    @ArchTest
    static final ArchRule transactionsBelongToServices = methods()
            .that()
            .areAnnotatedWith(WithTransaction.class)
            .should()
            .notBePrivate()
            .andShould()
            .beDeclaredInClassesThat(named("Service", "OutboxRelay"))
            .allowEmptyShould(true)
            .because("the service knows what belongs together, and a private method is not intercepted");

    @ArchTest
    static final ArchRule transactionsAreNamedByMethod = noClasses()
            .should()
            .beAnnotatedWith(WithTransaction.class)
            .allowEmptyShould(true)
            .because("a transaction around a whole class is around methods that need none");

    @ArchTest
    static final ArchRule transactionsWaitForNobody = methods()
            .that()
            .areAnnotatedWith(WithTransaction.class)
            .should(notCallOut())
            .allowEmptyShould(true)
            .because("a connection held during a remote call is one that nobody else has: claim, commit, call, record");

    private static ArchCondition<JavaMethod> notCallOut() {
        return new ArchCondition<>("not call an engine or HTTP") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                method.getCallsFromSelf().stream()
                        .filter(call -> resideInAnyPackage(
                                        "dev.tidings.core.engine..",
                                        "dev.tidings.engine..",
                                        "dev.tidings.platform.egress..",
                                        "io.vertx.core.http..",
                                        "io.vertx.mutiny.core.http..",
                                        "io.vertx..ext.web.client..")
                                .test(call.getTargetOwner()))
                        .forEach(call -> events.add(SimpleConditionEvent.violated(method, call.getDescription())));
            }
        };
    }

    private static ArchRule nobodyImports(String room) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(HOUSE + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(HOUSE + room + "..")
                .allowEmptyShould(true)
                .because(room + " is an end of the house: whoever needs it declares a port in a room below");
    }

    /** By the outermost class, so that what is nested belongs to it. */
    private static DescribedPredicate<JavaClass> named(String... endings) {
        return DescribedPredicate.describe(
                "are named *" + String.join(", *", endings),
                type -> Stream.of(endings).anyMatch(outermost(type).getSimpleName()::endsWith));
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
    }
}
