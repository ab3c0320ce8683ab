package dev.tidings.openapi;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Documents the headers of answers: where a client reads its limits, and that an answer is a repeated one. */
final class HeadersOfLimits {
    private static final String RETRY_AFTER = "Retry-After";
    private static final String REPLAYED = "Idempotency-Replayed";
    private static final Map<String, Header> ALL = Map.of(
            "X-RateLimit-Limit",
            number("How many requests the tightest window allows; 2147483647 without a limit"),
            "X-RateLimit-Remaining",
            number("How many of them are left"),
            "X-RateLimit-Reset",
            number("When the window ends, in seconds since 1970"),
            "RateLimit-Policy",
            text("All windows of the request, in the form of the IETF draft", "\"minute\";q=60;w=60"),
            "RateLimit",
            text(
                    "The tightest window: how many requests are left, and the seconds until it ends",
                    "\"minute\";r=59;t=42"),
            RETRY_AFTER,
            number("How many seconds to wait before the next try"),
            REPLAYED,
            text("There when this is the first answer, to a request that came again", "true"));
    private static final List<String> OF_VALID_KEYS =
            List.of("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "RateLimit-Policy", "RateLimit");

    /** Operations without a key. */
    private static final String UNAUTHORIZED = "401";

    private static final String CONFLICT = "409";

    private static final Set<String> WITH_RETRY_AFTER = Set.of("429", "503");

    private HeadersOfLimits() {}

    static void declareIn(OpenAPI document) {
        ALL.forEach(document.getComponents()::addHeader);
    }

    static void addTo(Operation operation) {
        operation.getResponses().getAPIResponses().forEach((status, response) -> {
            if (!status.equals(UNAUTHORIZED)) {
                OF_VALID_KEYS.forEach(name -> refer(response, name));
            }
            if (WITH_RETRY_AFTER.contains(status)) {
                refer(response, RETRY_AFTER);
            }
        });
    }

    /** What a repeated request is answered with, and how long one waits that comes while the first runs. */
    static void addReplayTo(Operation operation) {
        operation.getResponses().getAPIResponses().forEach((status, response) -> {
            if (status.startsWith("2")) {
                refer(response, REPLAYED);
            } else if (status.equals(CONFLICT)) {
                refer(response, RETRY_AFTER);
            }
        });
    }

    private static void refer(APIResponse response, String name) {
        response.addHeader(name, OASFactory.createHeader().ref("#/components/headers/" + name));
    }

    private static Header number(String description) {
        return header(description, SchemaType.INTEGER);
    }

    private static Header text(String description, String example) {
        return header(description, SchemaType.STRING).example(example);
    }

    private static Header header(String description, SchemaType type) {
        return OASFactory.createHeader()
                .description(description)
                .schema(OASFactory.createSchema().addType(type));
    }
}
