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

/** What an endpoint keeps secret, as it is stored: encrypted, and worth nothing in another endpoint's row. */
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

    /** The texts of the secrets that sign now: the newest, and the one before for a while. */
    List<String> signing(WebhookEndpoint webhook, Instant now) {
        List<String> secrets = new ArrayList<>(2);
        secrets.add(box.open(webhook.secret(), webhook.id()));
        if (webhook.previousSecret() != null && now.isBefore(webhook.previousUntil())) {
            secrets.add(box.open(webhook.previousSecret(), webhook.id()));
        }
        return secrets;
    }

    public Map<String, String> headers(WebhookEndpoint webhook) {
        if (webhook.headers() == null) {
            return Map.of();
        }
        try {
            return mapper.readValue(box.open(webhook.headers(), headersOf(webhook.id())), HEADERS);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String headersOf(String webhookId) {
        return webhookId + ".headers";
    }
}
