package dev.tidings.openapi;

import dev.tidings.access.auth.RequiresScope;
import dev.tidings.access.auth.Scope;
import dev.tidings.access.idempotency.Idempotent;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.error.FailsWith;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;
import org.jboss.resteasy.reactive.ResponseStatus;

/**
 * Documents on each operation the scope it needs and every code it can answer, with an example. The codes come from
 * {@link FailsWith}, from {@link RequiresScope} and from the shape of the operation, so that they are not listed by hand.
 */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class OperationFilter implements OASFilter {
    private static final DotName FAILS = DotName.createSimple(FailsWith.class);

    static final String SECURITY_SCHEME = "apiKey";

    /** How the scanner names the envelopes of success; only those of lists have pages. */
    private static final String ENVELOPE = "ApiResponse";

    private static final String ENVELOPE_OF_LIST = "ApiResponseList";

    private static final Set<ErrorCode> OF_EVERY_OPERATION =
            EnumSet.of(ErrorCode.INVALID_REQUEST, ErrorCode.INTERNAL_SERVER_ERROR, ErrorCode.SERVICE_UNAVAILABLE);
    private static final Set<ErrorCode> OF_KEYS = EnumSet.of(
            ErrorCode.MISSING_API_KEY,
            ErrorCode.INVALID_API_KEY,
            ErrorCode.EXPIRED_API_KEY,
            ErrorCode.INSUFFICIENT_PERMISSIONS,
            ErrorCode.RATE_LIMIT_EXCEEDED,
            ErrorCode.CONCURRENT_REQUEST_LIMIT_EXCEEDED);
    private static final Set<ErrorCode> OF_REPEATED_REQUESTS =
            EnumSet.of(ErrorCode.IDEMPOTENCY_KEY_IN_USE, ErrorCode.IDEMPOTENCY_KEY_REUSED);

    private final IndexView index;
    private final Map<String, MethodInfo> methods;

    public OperationFilter(IndexView index) {
        this.index = index;
        this.methods = Stream.of(RequiresScope.class, FailsWith.class)
                .flatMap(annotation -> index.getAnnotations(annotation).stream())
                .map(AnnotationInstance::target)
                .filter(target -> target.kind() == AnnotationTarget.Kind.METHOD)
                .map(AnnotationTarget::asMethod)
                .distinct()
                .collect(Collectors.toMap(MethodInfo::name, Function.identity()));
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        HeadersOfLimits.declareIn(document);
        document.getComponents().getSchemas().forEach((name, schema) -> {
            if (name.startsWith(ENVELOPE) && !name.startsWith(ENVELOPE_OF_LIST)) {
                schema.removeProperty("page");
            }
        });
        document.getPaths().getPathItems().values().stream()
                .map(PathItem::getOperations)
                .flatMap(operations -> operations.values().stream())
                .forEach(operation -> complete(document, operation));
    }

    private void complete(OpenAPI document, Operation operation) {
        Optional<MethodInfo> method = Optional.ofNullable(methods.get(operation.getOperationId()));
        EnumSet<ErrorCode> codes = EnumSet.copyOf(OF_EVERY_OPERATION);
        method.map(this::declared).ifPresent(codes::addAll);
        method.flatMap(OperationFilter::status).ifPresent(status -> succeedWith(operation, status));
        method.flatMap(OperationFilter::scope).ifPresent(scope -> {
            requireKey(operation, scope);
            codes.addAll(OF_KEYS);
        });
        Optional<AnnotationInstance> idempotent = method.map(it -> it.annotation(Idempotent.class));
        idempotent.ifPresent(keyed -> {
            operation.addParameter(idempotencyKey(keyed.value("secret") != null));
            codes.addAll(OF_REPEATED_REQUESTS);
        });
        if (hasProperty(document, operation, "sendAt")) {
            APIResponse sent = operation.getResponses().getAPIResponse("200");
            operation
                    .getResponses()
                    .addAPIResponse(
                            "201",
                            OASFactory.createAPIResponse().description("Queued").content(sent.getContent()));
        }
        describeLimit(operation);
        if (hasParsedQuery(operation)) {
            codes.add(ErrorCode.INVALID_PARAMETER_TYPE);
        }
        if (operation.getRequestBody() != null) {
            operation.getRequestBody().setRequired(true);
        }
        // signed bodies are defined by their sender
        if (operation.getRequestBody() != null
                && takesJson(operation)
                && method.flatMap(OperationFilter::scope).isPresent()) {
            codes.add(ErrorCode.INVALID_PARAMETER_TYPE);
            if (hasRequiredField(document, operation)) {
                codes.add(ErrorCode.MISSING_REQUIRED_PARAMETER);
            }
        }
        ErrorResponses.addTo(operation.getResponses(), codes);
        if (codes.contains(ErrorCode.RATE_LIMIT_EXCEEDED)) {
            HeadersOfLimits.addTo(operation);
        }
        if (idempotent.isPresent()) {
            HeadersOfLimits.addReplayTo(operation);
        }
    }

    /** By {@link FailsWith} on the operation, and on any annotation that it carries. */
    private List<ErrorCode> declared(MethodInfo method) {
        return method.declaredAnnotations().stream()
                .map(annotation -> annotation.name().equals(FAILS) ? annotation : onItself(annotation))
                .filter(Objects::nonNull)
                .flatMap(fails -> Stream.of(fails.value().asEnumArray()))
                .map(ErrorCode::valueOf)
                .toList();
    }

    /** The {@link FailsWith} of an annotation's own declaration, or null. */
    private AnnotationInstance onItself(AnnotationInstance annotation) {
        ClassInfo declaration = index.getClassByName(annotation.name());
        return declaration == null ? null : declaration.declaredAnnotation(FAILS);
    }

    private static Optional<Scope> scope(MethodInfo method) {
        return Optional.ofNullable(method.annotation(RequiresScope.class))
                .map(annotation -> Scope.valueOf(annotation.value().asEnum()));
    }

    private static Optional<Integer> status(MethodInfo method) {
        return Optional.ofNullable(method.annotation(ResponseStatus.class))
                .map(annotation -> annotation.value().asInt());
    }

    private static void succeedWith(Operation operation, int status) {
        APIResponse success = operation.getResponses().getAPIResponse("200");
        operation.getResponses().removeAPIResponse("200");
        operation.getResponses().addAPIResponse(String.valueOf(status), success.description("Created"));
    }

    private static void requireKey(Operation operation, Scope scope) {
        operation.addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme(SECURITY_SCHEME));
        String needs = "Needs the scope `" + scope.wireName() + "`.";
        String description = operation.getDescription();
        operation.setDescription(description == null ? needs : description + "\n\n" + needs);
    }

    private static Parameter idempotencyKey(boolean secret) {
        String description = "A repeated request with the same key gets the first answer again, with the header"
                + " Idempotency-Replayed; kept for 24 hours. While the first request runs: idempotency_key_in_use.";
        return OASFactory.createParameter()
                .name("Idempotency-Key")
                .in(Parameter.In.HEADER)
                .description(
                        secret ? description + " Only the API key that made the first request gets it." : description)
                .schema(OASFactory.createSchema()
                        .addType(Schema.SchemaType.STRING)
                        .minLength(1)
                        .maxLength(255));
    }

    private static boolean hasProperty(OpenAPI document, Operation operation, String name) {
        return operation.getRequestBody() != null
                && operation.getRequestBody().getContent().getMediaTypes().values().stream()
                        .map(media -> resolve(document, media.getSchema()))
                        .anyMatch(schema -> schema.getProperties() != null
                                && schema.getProperties().containsKey(name));
    }

    /** Resources take it as text, to give an exact answer to a bad one. */
    private static void describeLimit(Operation operation) {
        queries(operation)
                .filter(query -> query.getName().equals("limit"))
                .forEach(query -> query.schema(OASFactory.createSchema()
                        .addType(Schema.SchemaType.INTEGER)
                        .minimum(BigDecimal.ONE)
                        .maximum(BigDecimal.valueOf(100))
                        .defaultValue(20)));
    }

    /** Whether a query parameter is not a plain text, so that it can have the wrong type. */
    private static boolean hasParsedQuery(Operation operation) {
        return queries(operation)
                .map(Parameter::getSchema)
                .anyMatch(schema -> schema.getFormat() != null
                        || (schema.getType() != null && schema.getType().contains(Schema.SchemaType.INTEGER)));
    }

    private static Stream<Parameter> queries(Operation operation) {
        return operation.getParameters() == null
                ? Stream.empty()
                : operation.getParameters().stream().filter(parameter -> parameter.getIn() == Parameter.In.QUERY);
    }

    private static boolean takesJson(Operation operation) {
        return operation.getRequestBody().getContent().hasMediaType("application/json");
    }

    private static boolean hasRequiredField(OpenAPI document, Operation operation) {
        return operation.getRequestBody().getContent().getMediaTypes().values().stream()
                .map(media -> resolve(document, media.getSchema()))
                .anyMatch(schema ->
                        schema.getRequired() != null && !schema.getRequired().isEmpty());
    }

    private static Schema resolve(OpenAPI document, Schema schema) {
        if (schema.getRef() == null) {
            return schema;
        }
        String name = schema.getRef().substring(schema.getRef().lastIndexOf('/') + 1);
        return document.getComponents().getSchemas().get(name);
    }
}
