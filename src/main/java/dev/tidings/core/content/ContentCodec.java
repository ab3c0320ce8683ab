package dev.tidings.core.content;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** Content as it is stored: the JSON of its record, beside the name of its type. */
@ApplicationScoped
public class ContentCodec {
    private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};

    private final ObjectMapper mapper;

    ContentCodec(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    public JsonObject write(MessageContent content) {
        return new JsonObject(mapper.convertValue(content, FIELDS));
    }

    public MessageContent read(String type, JsonObject json) {
        return mapper.convertValue(json.getMap(), MessageType.ofWireName(type).contentClass());
    }
}
