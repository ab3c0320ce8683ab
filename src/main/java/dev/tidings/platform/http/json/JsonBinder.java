package dev.tidings.platform.http.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.validation.Validated;
import dev.tidings.platform.validation.Violations;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.lang.reflect.Type;

/** Turns bytes into a request that follows all rules of its type. */
@Singleton
class JsonBinder {
    private final JsonSyntaxCheck syntax = new JsonSyntaxCheck();
    private final ObjectMapper mapper;
    private final BindingErrors errors;

    JsonBinder(ObjectMapper application) {
        this.mapper = StrictMapper.of(application);
        this.errors = new BindingErrors(mapper);
    }

    /**
     * Reads, in the order of the contract: syntax, unknown fields and wrong types, missing fields, values.
     *
     * @throws ApiException for the first of them
     */
    <T> T read(byte[] body, Type type) {
        syntax.check(body);
        JavaType target = mapper.constructType(type);
        T request = bind(body, target);
        if (request instanceof Validated checked) {
            Violations.verify(checked);
        }
        return request;
    }

    private <T> T bind(byte[] body, JavaType target) {
        try (JsonParser parser = mapper.createParser(body)) {
            return bind(parser, target);
        } catch (IOException unreadable) {
            throw ApiException.because(ErrorCode.INVALID_REQUEST, "The request body cannot be read.");
        }
    }

    /** Explains a failure while the parser is open: a closed one no longer knows its position. */
    private <T> T bind(JsonParser parser, JavaType target) throws IOException {
        try {
            return mapper.readValue(parser, target);
        } catch (JsonMappingException failure) {
            if (failure.getCause() instanceof ApiException refused) {
                throw refused;
            }
            throw errors.translate(failure);
        }
    }
}
