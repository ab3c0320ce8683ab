package dev.tidings.content;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;

/** Content as it is stored: the JSON of its record, beside the name of its type. */
@ApplicationScoped
public class ContentCodec {
    private final ObjectMapper mapper;

    ContentCodec(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    public String write(MessageContent content) {
        try {
            return mapper.writeValueAsString(content);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    public MessageContent read(String type, String json) {
        try {
            return mapper.readValue(json, MessageType.ofWireName(type).contentClass());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
