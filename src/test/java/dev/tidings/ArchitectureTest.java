package dev.tidings;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

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
import io.vertx.ext.web.Router;
import jakarta.interceptor.Interceptor;
import jakarta.persistence.Entity;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.client.ClientResponseFilter;
import java.util.stream.Stream;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** The rules of the house (CONTRIBUTING.md), each failing with the reason for it: who may use whom, and what. */
@AnalyzeClasses(packages = "dev.tidings", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchTests houseRules = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchTests codeRules = ArchTests.in(CodeRules.class);

    @ArchTest
    static final ArchTests nativeRules = ArchTests.in(NativeRules.class);

    @ArchTest
    static final ArchTests resourceRules = ArchTests.in(ResourceRules.class);

    @ArchTest
    static final ArchTests transactionRules = ArchTests.in(TransactionRules.class);

    @ArchTest
    static final ArchRule onlyEntryPointsKnowHttp = noClasses()
            .that(not(areEntryPoints()))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.tidings.platform.http..", "jakarta.ws.rs..", "org.jboss.resteasy.reactive..")
            .because("services are called by jobs and engines too: HTTP is known in platform.http, openapi, */api,"
                    + " resources, filters, interceptors, routes and typed clients");

    @ArchTest
    static final ArchRule onlyRepositoriesKnowSql = noClasses()
            .that(not(named("Repository", "Query", "Rows")))
            .and()
            .resideOutsideOfPackages(
                    Exempt.packages("dev.tidings.platform.http"),
                    Exempt.packages("dev.tidings.platform.sql"),
                    Exempt.packages("dev.tidings.platform.postgres"))
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

    /** By what a class is, not by its name. */
    private static DescribedPredicate<JavaClass> areEntryPoints() {
        return DescribedPredicate.describe(
                "are entry points of HTTP",
                type -> resideInAnyPackage("dev.tidings.platform.http..", "dev.tidings.openapi..", "dev.tidings..api..")
                                .test(type)
                        || isEntryPoint(outermost(type)));
    }

    private static boolean isEntryPoint(JavaClass type) {
        return type.isAnnotatedWith(Path.class)
                || type.isAnnotatedWith(RegisterRestClient.class)
                || type.isAnnotatedWith(Interceptor.class)
                || type.isAssignableTo(ClientResponseFilter.class)
                || type.getMethods().stream()
                        .anyMatch(method -> method.isAnnotatedWith(ServerRequestFilter.class)
                                || method.isAnnotatedWith(ServerResponseFilter.class)
                                || method.getRawParameterTypes().stream()
                                        .anyMatch(parameter -> parameter.isEquivalentTo(Router.class)));
    }

    /** By the outermost class, so that what is nested belongs to it. */
    static DescribedPredicate<JavaClass> named(String... endings) {
        return DescribedPredicate.describe(
                "are named *" + String.join(", *", endings),
                type -> Stream.of(endings).anyMatch(outermost(type).getSimpleName()::endsWith));
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
    }
}
