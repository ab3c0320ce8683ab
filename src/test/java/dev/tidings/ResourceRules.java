package dev.tidings;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaParameterizedType;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.tidings.access.auth.RequiresScope;
import dev.tidings.platform.http.api.ApiResponse;
import dev.tidings.platform.http.api.ErrorsResource;
import dev.tidings.platform.http.route.SurvivesDisconnect;
import dev.tidings.platform.validation.Validated;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Entity;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.stream.Stream;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestResponse;

/** What an operation of the API owes its callers; part of {@link ArchitectureTest}. */
class ResourceRules {
    @ArchTest
    static final ArchRule resourcesSeeNoStorage = noClasses()
            .that()
            .areAnnotatedWith(Path.class)
            .should()
            .dependOnClassesThat(DescribedPredicate.describe(
                    "are repositories or entities",
                    type -> type.getSimpleName().endsWith("Repository") || type.isAnnotatedWith(Entity.class)))
            .allowEmptyShould(true)
            .because("a resource asks its service and answers with views");

    @ArchTest
    static final ArchRule operationsAnswerInTheEnvelope = methods()
            .that(areOperations())
            .should(answerInTheEnvelope())
            .allowEmptyShould(true)
            .because("clients read one envelope, and an answer that is not a Uni blocks the event loop");

    @ArchTest
    static final ArchRule operationsNameTheirScope = methods()
            .that(areOperations())
            .and()
            .areDeclaredInClassesThat()
            .doNotHaveFullyQualifiedName(ErrorsResource.class.getName())
            .and()
            .areDeclaredInClassesThat()
            // Meta has no key of ours: what it tells is signed
            .doNotHaveFullyQualifiedName(Exempt.type("dev.tidings.engine.cloud.inbound.CloudWebhookResource"))
            .should()
            .beAnnotatedWith(RequiresScope.class)
            .allowEmptyShould(true)
            .because("an operation without a scope is open to every key");

    @ArchTest
    static final ArchRule operationsSurviveTheirClient = classes()
            .that()
            .areAnnotatedWith(Path.class)
            .and()
            .areNotAnnotatedWith(RegisterRestClient.class)
            .should()
            .beAnnotatedWith(SurvivesDisconnect.class)
            .because("a client that hangs up would cut a transaction off in the middle");

    @ArchTest
    static final ArchRule operationsWithABodyTakeJsonOnly = methods()
            .that(areOperations())
            .and(takeABody())
            .should()
            .beAnnotatedWith(Consumes.class)
            .orShould()
            .beDeclaredInClassesThat()
            .areAnnotatedWith(Consumes.class)
            .allowEmptyShould(true)
            .because("otherwise a record of one string is made from text/plain");

    @ArchTest
    static final ArchRule recordsOfQueryParametersAreReadByReflection = classes()
            .that(haveQueryParameters())
            .should()
            .beAnnotatedWith(RegisterForReflection.class)
            .because("the native executable would take their parameters for unknown ones");

    private static DescribedPredicate<JavaClass> haveQueryParameters() {
        return DescribedPredicate.describe(
                "have query parameters as fields",
                type -> type.getFields().stream().anyMatch(field -> field.isAnnotatedWith(QueryParam.class)));
    }

    /** Methods with a verb, and the public ones of a resource, which are nothing else. */
    private static DescribedPredicate<JavaMethod> areOperations() {
        return DescribedPredicate.describe(
                "are operations",
                method -> !method.getModifiers().contains(JavaModifier.SYNTHETIC)
                        && !method.getOwner().isAnnotatedWith(RegisterRestClient.class)
                        && (isPublicInAResource(method) || hasAVerb(method)));
    }

    private static boolean isPublicInAResource(JavaMethod method) {
        return method.getModifiers().contains(JavaModifier.PUBLIC)
                && method.getOwner().isAnnotatedWith(Path.class);
    }

    private static boolean hasAVerb(JavaMethod method) {
        return method.getAnnotations().stream()
                .anyMatch(annotation -> annotation.getRawType().isAnnotatedWith(HttpMethod.class));
    }

    private static DescribedPredicate<JavaMethod> takeABody() {
        return DescribedPredicate.describe(
                "take a body",
                method ->
                        method.getRawParameterTypes().stream().anyMatch(type -> type.isAssignableTo(Validated.class)));
    }

    private static ArchCondition<JavaMethod> answerInTheEnvelope() {
        return new ArchCondition<>("return Uni<ApiResponse<..>>, Uni<RestResponse<..>> or Multi") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                if (!isEnvelope(method.getReturnType()) && !isNegotiated(method)) {
                    String type = method.getReturnType().getName();
                    events.add(SimpleConditionEvent.violated(method, method.getFullName() + " returns " + type));
                }
            }
        };
    }

    private static boolean isEnvelope(JavaType type) {
        return type.toErasure().isEquivalentTo(Multi.class)
                || isUniOf(type, ApiResponse.class)
                || isUniOf(type, RestResponse.class);
    }

    /** A picture or a file: what it is shows at run time only, so JAX-RS's own type carries it. */
    private static boolean isNegotiated(JavaMethod method) {
        return isUniOf(method.getReturnType(), Response.class)
                && method.isAnnotatedWith(Produces.class)
                && Stream.of(method.getAnnotationOfType(Produces.class).value())
                        .anyMatch(type -> !type.equals(MediaType.APPLICATION_JSON));
    }

    private static boolean isUniOf(JavaType type, Class<?> item) {
        return type.toErasure().isEquivalentTo(Uni.class)
                && type instanceof JavaParameterizedType uni
                && uni.getActualTypeArguments().get(0).toErasure().isEquivalentTo(item);
    }
}
