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

    /** Null for {@link MessageDetails#NONE}. */
    public JsonObject write(MessageDetails details) {
        return details == null || details.equals(MessageDetails.NONE)
                ? null
                : new JsonObject(mapper.convertValue(details, FIELDS));
    }

    /** @param json null for {@link MessageDetails#NONE} */
    public MessageDetails readDetails(JsonObject json) {
        return json == null ? MessageDetails.NONE : mapper.convertValue(json.getMap(), MessageDetails.class);
    }

    public MessageContent read(String type, JsonObject json) {
        return mapper.convertValue(json.getMap(), MessageType.ofWireName(type).contentClass());
    }
}
