package dev.tidings.platform.http.json;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import java.time.Instant;
import java.util.Collection;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Explains in JSON terms why a document does not fit a request, never with the name of a class. */
final class BindingErrors {
    private final ObjectMapper mapper;

    BindingErrors(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    ApiException translate(JsonMappingException failure) {
        String field = JsonPaths.of(failure);
        if (failure instanceof UnrecognizedPropertyException unknown) {
            return invalid(field, "Unknown field. " + allowed(unknown));
        }
        if (failure instanceof InvalidTypeIdException subtype) {
            return subtype(field, subtype);
        }
        if (failure instanceof InvalidFormatException format && format.getValue() instanceof String) {
            return badText(field, format.getTargetType());
        }
        if (failure instanceof MismatchedInputException mismatch) {
            return mismatch(field, mismatch);
        }
        if (failure.getCause() instanceof InputCoercionException) {
            return invalid(field, "This number is out of range.");
        }
        if (failure instanceof ValueInstantiationException creation) {
            Class<?> type =
                    creation.getType() == null ? null : creation.getType().getRawClass();
            return type != null && type.isEnum() ? badText(field, type) : invalid(field, "This value is not valid.");
        }
        return invalid(field, "This value is not valid.");
    }

    private static ApiException subtype(String field, InvalidTypeIdException failure) {
        JsonToken token = token(failure);
        if (failure.getTypeId() == null && token != null && (token.isScalarValue() || token == JsonToken.START_ARRAY)) {
            return wrongType(field, "Must be an object.");
        }
        JavaType base = failure.getBaseType();
        Class<?> raw = base == null ? Object.class : base.getRawClass();
        JsonTypeInfo info = raw.getAnnotation(JsonTypeInfo.class);
        JsonSubTypes subtypes = raw.getAnnotation(JsonSubTypes.class);
        String property = info == null || info.property().isEmpty() ? "type" : info.property();
        String names = subtypes == null
                ? ""
                : Stream.of(subtypes.value()).map(JsonSubTypes.Type::name).collect(Collectors.joining(", "));
        // the path sometimes ends in the property already, depending on where the type was resolved
        String at = field != null && (field.equals(property) || field.endsWith("." + property))
                ? field
                : JsonPaths.child(field, property);
        return failure.getTypeId() == null
                ? ApiException.of(
                        ErrorCode.MISSING_REQUIRED_PARAMETER, at, "This field is required: one of " + names + ".")
                : invalid(at, "Must be one of " + names + ".");
    }

    /** A text that is not allowed here, or a text in place of a number. */
    private ApiException badText(String field, Class<?> type) {
        if (type == null) {
            return invalid(field, "This value is not valid.");
        }
        if (type.isEnum()) {
            return invalid(field, "Must be one of " + constants(type) + ".");
        }
        if (type == Instant.class) {
            return invalid(field, "Must be an ISO-8601 time with a zone, such as 2026-01-31T09:30:00Z.");
        }
        String expected = term(type);
        return "a string".equals(expected)
                ? invalid(field, "This value is not valid.")
                : wrongType(field, "Must be " + expected + ".");
    }

    private ApiException mismatch(String field, MismatchedInputException failure) {
        if (failure instanceof InvalidNullException) {
            return wrongType(field, "Must not be null.");
        }
        Class<?> type = failure.getTargetType();
        JsonToken token = token(failure);
        boolean absent = token == JsonToken.VALUE_NULL || token == JsonToken.END_OBJECT;
        if (absent && type != null && type.isPrimitive()) {
            return ApiException.of(ErrorCode.MISSING_REQUIRED_PARAMETER, field, "This field is required.");
        }
        return type == null
                ? wrongType(field, "This value has the wrong type.")
                : wrongType(field, "Must be " + term(type) + ".");
    }

    private static JsonToken token(JsonMappingException failure) {
        return failure.getProcessor() instanceof JsonParser parser ? parser.currentToken() : null;
    }

    private static String term(Class<?> type) {
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return isFractional(type) ? "a number" : "an integer";
        }
        if (type == Instant.class) {
            return "a string holding an ISO-8601 time";
        }
        if (CharSequence.class.isAssignableFrom(type)
                || type.isEnum()
                || type.getName().startsWith("java.net.")) {
            return "a string";
        }
        return Collection.class.isAssignableFrom(type) || type.isArray() ? "an array" : "an object";
    }

    private static boolean isFractional(Class<?> type) {
        return type == double.class
                || type == float.class
                || type == Double.class
                || type == Float.class
                || type == java.math.BigDecimal.class
                || type == Number.class;
    }

    private String constants(Class<?> type) {
        return Stream.of(type.getEnumConstants())
                .map(constant -> mapper.valueToTree(constant).asText())
                .collect(Collectors.joining(", "));
    }

    /** The fields of the object, in the order in which its type declares them. */
    private String allowed(UnrecognizedPropertyException failure) {
        Collection<Object> known = failure.getKnownPropertyIds();
        if (known == null || known.isEmpty()) {
            return "This object takes none.";
        }
        JavaType type = mapper.constructType(failure.getReferringClass());
        return names(type).filter(known::contains).collect(Collectors.joining(", ", "Allowed: ", "."));
    }

    private Stream<String> names(JavaType type) {
        return mapper.getDeserializationConfig().introspect(type).findProperties().stream()
                .flatMap(component -> UnwrappedDeserializer.isUnwrapped(component)
                        ? names(component.getPrimaryType())
                        : Stream.of(component.getName()));
    }

    private static ApiException invalid(String field, String reason) {
        return ApiException.of(ErrorCode.INVALID_REQUEST, field, reason);
    }

    private static ApiException wrongType(String field, String reason) {
        return ApiException.of(ErrorCode.INVALID_PARAMETER_TYPE, field, reason);
    }
}
