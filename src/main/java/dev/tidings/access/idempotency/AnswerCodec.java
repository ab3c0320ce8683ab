package dev.tidings.access.idempotency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidings.platform.crypto.SecretBox;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;

/** The bodies of answers as they are stored. */
@ApplicationScoped
class AnswerCodec {
    private static final String CONTEXT = "Idempotency-Key";

    private final ObjectMapper mapper;
    private final SecretBox secrets;

    AnswerCodec(ObjectMapper mapper, SecretBox secrets) {
        this.mapper = mapper;
        this.secrets = secrets;
    }

    String write(ClaimedKey key, Object entity) {
        String body = json(entity);
        return key.secret() ? secrets.seal(body, CONTEXT + key.key()) : body;
    }

    /** A text that is not a JSON object is sealed. */
    String read(String key, String stored) {
        return stored.startsWith("{") ? stored : secrets.open(stored, CONTEXT + key);
    }

    private String json(Object entity) {
        try {
            return mapper.writeValueAsString(entity);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
