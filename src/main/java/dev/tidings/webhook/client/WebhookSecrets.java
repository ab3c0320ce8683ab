package dev.tidings.webhook.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidings.platform.crypto.SecretBox;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The secrets of endpoints as they are stored: encrypted, and of no use in the row of another endpoint. */
@ApplicationScoped
public class WebhookSecrets {
    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

    private final SecretBox box;
    private final ObjectMapper mapper;

    WebhookSecrets(SecretBox box, ObjectMapper mapper) {
        this.box = box;
        this.mapper = mapper;
    }

    public String seal(String webhookId, String secret) {
        return box.seal(secret, webhookId);
    }

    /** The secret sealed with the current key; null for null. */
    public String reseal(String webhookId, String secret) {
        return box.reseal(secret, webhookId);
    }

    /** The headers sealed with the current key; null for none. */
    public String resealHeaders(String webhookId, String headers) {
        return box.reseal(headers, headersOf(webhookId));
    }

    /** What the current key seals starts so. */
    public String currentPrefix() {
        return box.currentPrefix();
    }

    /** Null for no headers. */
    public String sealHeaders(String webhookId, Map<String, String> headers) {
        if (headers == null || headers.isEmpty()) {
            return null;
        }
        try {
            return box.seal(mapper.writeValueAsString(headers), headersOf(webhookId));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The secrets that sign now: the newest, and for a while the one before it. */
    List<String> signing(WebhookEndpoint endpoint, Instant now) {
        List<String> secrets = new ArrayList<>(2);
        secrets.add(box.open(endpoint.secret(), endpoint.id()));
        if (endpoint.previousSecret() != null && now.isBefore(endpoint.previousUntil())) {
            secrets.add(box.open(endpoint.previousSecret(), endpoint.id()));
        }
        return secrets;
    }

    public Map<String, String> headers(WebhookEndpoint endpoint) {
        if (endpoint.headers() == null) {
            return Map.of();
        }
        try {
            return mapper.readValue(box.open(endpoint.headers(), headersOf(endpoint.id())), HEADERS);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String headersOf(String webhookId) {
        return webhookId + ".headers";
    }
}
