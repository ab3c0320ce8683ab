package dev.tidings.openapi;

import dev.tidings.platform.error.ErrorCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/** One response per status, one example per code. */
final class ErrorResponses {
    static final String SCHEMA = "Error";

    private ErrorResponses() {}

    static void addTo(APIResponses responses, Set<ErrorCode> codes) {
        Map<Integer, List<ErrorCode>> byStatus =
                codes.stream().collect(Collectors.groupingBy(ErrorCode::status, TreeMap::new, Collectors.toList()));
        byStatus.forEach((status, sameStatus) -> responses.addAPIResponse(status.toString(), response(sameStatus)));
    }

    private static APIResponse response(List<ErrorCode> codes) {
        MediaType json =
                OASFactory.createMediaType().schema(OASFactory.createSchema().ref("#/components/schemas/" + SCHEMA));
        codes.forEach(code -> json.addExample(
                code.code(), OASFactory.createExample().summary(code.message()).value(envelope(code))));
        return OASFactory.createAPIResponse()
                .description(codes.stream().map(code -> "`" + code.code() + "`").collect(Collectors.joining(", ")))
                .content(OASFactory.createContent().addMediaType("application/json", json));
    }

    private static Map<String, Object> envelope(ErrorCode code) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", code.code());
        error.put("message", code.message());
        error.put("details", Map.of("reason", code.hint()));
        Map<String, Object> envelope = new LinkedHashMap<>();
        envelope.put("success", false);
        envelope.put("error", error);
        return envelope;
    }
}
