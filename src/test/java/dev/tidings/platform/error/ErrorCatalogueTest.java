package dev.tidings.platform.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorCatalogueTest {
    private static final Set<Integer> STATUSES = Set.of(400, 401, 403, 404, 405, 409, 422, 429, 500, 503);
    private static final Map<String, Integer> DOCUMENTED = documented();

    private static Map<String, Integer> documented() {
        Map<String, Integer> codes = new LinkedHashMap<>();
        codes.put("invalid_api_key", 401);
        codes.put("missing_api_key", 401);
        codes.put("expired_api_key", 401);
        codes.put("insufficient_permissions", 403);
        codes.put("session_not_found", 404);
        codes.put("session_not_connected", 400);
        codes.put("session_limit_reached", 403);
        codes.put("qr_code_expired", 400);
        codes.put("session_disconnected", 400);
        codes.put("invalid_phone_number", 400);
        codes.put("recipient_not_on_whatsapp", 400);
        codes.put("message_too_long", 400);
        codes.put("media_size_exceeded", 400);
        codes.put("invalid_media_type", 400);
        codes.put("media_url_inaccessible", 400);
        codes.put("message_not_found", 404);
        codes.put("message_sending_failed", 500);
        codes.put("daily_message_limit_reached", 403);
        codes.put("invalid_webhook_url", 400);
        codes.put("webhook_url_unreachable", 400);
        codes.put("webhook_response_timeout", 400);
        codes.put("invalid_webhook_event", 400);
        codes.put("rate_limit_exceeded", 429);
        codes.put("concurrent_request_limit_exceeded", 429);
        codes.put("invalid_request", 400);
        codes.put("missing_required_parameter", 400);
        codes.put("invalid_parameter_type", 400);
        codes.put("resource_not_found", 404);
        codes.put("method_not_allowed", 405);
        codes.put("internal_server_error", 500);
        codes.put("service_unavailable", 503);
        return codes;
    }

    @Test
    void declaresEveryDocumentedCodeWithItsStatus() {
        assertEquals(31, DOCUMENTED.size());
        DOCUMENTED.forEach((code, status) ->
                assertEquals(status, ErrorCode.find(code).map(ErrorCode::status).orElse(null), code));
    }

    @Test
    void namesEachCodeOnce() {
        Set<String> seen = new HashSet<>();
        for (ErrorCode code : ErrorCode.values()) {
            assertTrue(seen.add(code.code()), code.code());
        }
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void isCompleteAndWithinTheTableOfStatuses(ErrorCode code) {
        assertTrue(STATUSES.contains(code.status()), code.code());
        assertTrue(code.code().matches("[a-z]+(_[a-z]+)*"), code.code());
        assertFalse(code.message().isBlank());
        assertFalse(code.hint().isBlank());
        assertEquals(code, ErrorCode.find(code.code()).orElseThrow());
    }
}
