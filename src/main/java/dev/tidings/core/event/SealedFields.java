package dev.tidings.core.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidings.platform.crypto.SecretBox;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Fields of an event's data that pair a session with whoever reads them, such as a QR code. They are stored sealed, beside data in
 * which they are null; readers get them in their places while they live, and null after that (docs/adr/0035).
 */
@ApplicationScoped
public class SealedFields {
    private final SecretBox box;
    private final ObjectMapper mapper;
    private final Clock clock;

    SealedFields(SecretBox box, ObjectMapper mapper, Clock clock) {
        this.box = box;
        this.mapper = mapper;
        this.clock = clock;
    }

    /** For {@link NewEvent}; null for no fields. */
    public String seal(String sessionId, Map<String, ?> fields) {
        if (fields.isEmpty()) {
            return null;
        }
        try {
            return box.seal(mapper.writeValueAsString(fields), context(sessionId));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether an event shows more than its data now. */
    public boolean live(String sealed, Instant until) {
        return sealed != null && until != null && clock.instant().isBefore(until);
    }

    /**
     * The data with its sealed fields; without them if their key is not there any more.
     *
     * @param data in the form of {@link EventBodies}
     */
    String open(String sessionId, String data, String sealed) {
        Optional<String> fields = box.openIfPossible(sealed, context(sessionId));
        if (fields.isEmpty()) {
            return data;
        }
        try {
            ObjectNode whole = (ObjectNode) mapper.readTree(data);
            whole.setAll((ObjectNode) mapper.readTree(fields.get()));
            return mapper.writeValueAsString(whole);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String context(String sessionId) {
        return sessionId + "/event";
    }
}
