package dev.tidings.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The published OpenAPI document, as tests read it: what each operation says that it answers. */
public final class OpenApiDocument {
    /** Operations of the tests' own. */
    private static final String PROBES = "/v1/probe";

    private final List<Operation> operations = new ArrayList<>();

    private final JsonNode json;

    private OpenApiDocument(JsonNode json) {
        this.json = json;
        json.path("paths").properties().stream()
                .filter(path -> !path.getKey().startsWith(PROBES))
                .forEach(path -> path.getValue()
                        .fields()
                        .forEachRemaining(method -> operations.add(new Operation(
                                method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue()))));
    }

    /** Reads it from a running service. */
    public static OpenApiDocument of(String baseUrl) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(baseUrl + "/q/openapi?format=json"))
                    .build();
            return new OpenApiDocument(new ObjectMapper()
                    .readTree(HttpClient.newHttpClient()
                            .send(request, BodyHandlers.ofByteArray())
                            .body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public List<Operation> operations() {
        return List.copyOf(operations);
    }

    /** The fields of a schema, in their order. */
    public List<String> fields(String schema) {
        List<String> fields = new ArrayList<>();
        json.path("components")
                .path("schemas")
                .path(schema)
                .path("properties")
                .fieldNames()
                .forEachRemaining(fields::add);
        return fields;
    }

    /** The examples of a schema. */
    public List<JsonNode> examples(String schema) {
        List<JsonNode> examples = new ArrayList<>();
        json.path("components").path("schemas").path(schema).path("examples").forEach(examples::add);
        return examples;
    }

    /** The operation that this request belongs to; none for an unknown path or a method that it does not take. */
    public Optional<Operation> find(String method, String path) {
        return operations.stream()
                .filter(operation -> operation.method().equals(method) && operation.matches(path))
                .min((a, b) -> Integer.compare(a.parameters(), b.parameters()));
    }

    /** The name of the first field of the operation's body. */
    public String firstField(Operation operation) {
        return fields(operation).fieldNames().next();
    }

    /** The fields of the operation's JSON body with their schemas; a missing node when it takes none. */
    public JsonNode fields(Operation operation) {
        return schema(operation).path("properties");
    }

    /** A body that the operation can read, with required fields only, as the document shows them. */
    public ObjectNode exampleBody(Operation operation) {
        return (ObjectNode) example(schema(operation));
    }

    private JsonNode schema(Operation operation) {
        return resolve(operation.json().at("/requestBody/content/application~1json/schema"));
    }

    private JsonNode resolve(JsonNode schema) {
        String ref = schema.path("$ref").asText();
        return ref.isEmpty() ? schema : json.at(ref.substring(1));
    }

    private JsonNode example(JsonNode unresolved) {
        JsonNode schema = resolve(unresolved);
        if (schema.path("examples").has(0)) {
            return schema.path("examples").get(0);
        }
        if (schema.path("enum").has(0)) {
            return schema.path("enum").get(0);
        }
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (schema.has("items")) {
            return nodes.arrayNode().add(example(schema.path("items")));
        }
        if (schema.path("type").asText().equals("string")) {
            return nodes.textNode("example");
        }
        if (!schema.has("properties")) {
            return nodes.numberNode(Math.max(1, schema.path("minimum").asInt()));
        }
        ObjectNode object = nodes.objectNode();
        schema.path("required")
                .forEach(name -> object.set(
                        name.asText(), example(schema.path("properties").path(name.asText()))));
        return object;
    }

    /** One operation. */
    public record Operation(String method, String path, JsonNode json) {
        private static final Pattern PARAMETER = Pattern.compile("\\{[^}]+}");
        private static final Pattern SCOPE = Pattern.compile("Needs the scope `([^`]+)`");

        public String id() {
            return json.path("operationId").asText(method + " " + path);
        }

        public boolean needsKey() {
            return json.has("security");
        }

        /** The scope that a key needs for it. */
        public String scope() {
            Matcher named = SCOPE.matcher(json.path("description").asText());
            if (!named.find()) {
                throw new AssertionError(id() + " names no scope");
            }
            return named.group(1);
        }

        /** The names of its parameters in the path, or in the query. */
        public List<String> parameters(String in) {
            List<String> names = new ArrayList<>();
            json.path("parameters").forEach(parameter -> {
                if (parameter.path("in").asText().equals(in)) {
                    names.add(parameter.path("name").asText());
                }
            });
            return names;
        }

        /** Whether a parameter of its query is a list. */
        public boolean repeats(String name) {
            for (JsonNode parameter : json.path("parameters")) {
                if (parameter.path("name").asText().equals(name)) {
                    return parameter.path("schema").path("type").asText().equals("array");
                }
            }
            return false;
        }

        /** Whether it takes JSON of ours; what is signed is judged by its signature first. */
        public boolean hasBody() {
            return needsKey() && json.path("requestBody").path("content").has("application/json");
        }

        public boolean documents(int status) {
            return json.path("responses").has(String.valueOf(status));
        }

        /** Every code that has an example. */
        public Set<String> codes() {
            Set<String> codes = new TreeSet<>();
            json.path("responses")
                    .forEach(response -> response.path("content")
                            .path("application/json")
                            .path("examples")
                            .fieldNames()
                            .forEachRemaining(codes::add));
            return codes;
        }

        /** The path with every parameter replaced. */
        public String pathWith(String value) {
            return PARAMETER.matcher(path).replaceAll(value);
        }

        /** Whether its path, with ids in the place of parameters, can be read as another path. */
        public boolean covers(String other) {
            return !path.equals(other) && matches(PARAMETER.matcher(other).replaceAll("id"));
        }

        int parameters() {
            return (int) PARAMETER.matcher(path).results().count();
        }

        boolean matches(String requested) {
            String plain = requested.startsWith("/api/v1") ? requested.substring("/api".length()) : requested;
            return plain.matches(PARAMETER.matcher(path).replaceAll("[^/]+"));
        }
    }
}
