package dev.tidings.engine.linked.codec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.engine.linked.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Nodes as the vectors write them: an attribute with an @ is an address. */
public final class NodeVectors {
    private NodeVectors() {}

    public static Node node(JsonNode json) {
        Node node = Node.of(json.get("tag").asText());
        for (Map.Entry<String, JsonNode> attribute : json.get("attrs").properties()) {
            String value = attribute.getValue().asText();
            node = value.contains("@")
                    ? node.with(attribute.getKey(), Jid.parse(value))
                    : node.with(attribute.getKey(), value);
        }
        JsonNode children = json.has("children") ? json.get("children") : json.get("content");
        if (children != null) {
            List<Node> nodes = new ArrayList<>();
            children.forEach(child -> nodes.add(node(child)));
            return node.containing(nodes);
        }
        return json.has("bytesHex") ? node.containing(Vectors.bytes(json, "bytesHex")) : node;
    }
}
