package dev.tidings.core.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Writes the data of events with the writer that is used for answers: a receiver that parses a body and writes it
 * again, as handlers in JavaScript do before they check its signature, gets the same bytes.
 */
@ApplicationScoped
public class EventBodies {
    /** PostgreSQL adds spaces around the first colon, or before the first name. */
    private static final Pattern COMPACT = Pattern.compile("\\{(}|\"[A-Za-z]+\":[^ ])");

    private final ObjectMapper mapper;
    private final SealedFields secrets;

    EventBodies(ObjectMapper mapper, SealedFields secrets) {
        this.mapper = mapper;
        this.secrets = secrets;
    }

    /** @param view the object that {@code GET} answers */
    public String write(Object view) {
        try {
            return mapper.writeValueAsString(view);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A stored text in the one form, with its sealed fields while they live.
     *
     * @param sealed null: none
     */
    public String stored(String data, String sessionId, String sealed, Instant until) {
        String whole = stored(data);
        return secrets.live(sealed, until) ? secrets.open(sessionId, whole, sealed) : whole;
    }

    /** A stored text in the one form: the previous release let PostgreSQL write it. */
    public String stored(String data) {
        if (data == null || COMPACT.matcher(data).lookingAt()) {
            return data;
        }
        try {
            return write(mapper.readValue(data, Object.class));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
