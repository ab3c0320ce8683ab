package dev.tidings.platform.http.json;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBase;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.ResolvableDeserializer;
import com.fasterxml.jackson.databind.deser.SettableBeanProperty;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a record that shares its JSON object with the record in its {@link JsonUnwrapped} component. Jackson's own
 * reader of such records accepts unknown fields in silence; this one reads the fields of both in one pass and refuses
 * like the reader of any other record: first a value of the wrong type, then an unknown field.
 */
final class UnwrappedDeserializer extends StdDeserializer<Object> implements ResolvableDeserializer {
    private static final long serialVersionUID = 1L;

    private final transient ValueInstantiator maker;
    private final transient Map<String, Field> fields = new HashMap<>();
    private transient ValueInstantiator innerMaker;
    private int innerIndex;

    private UnwrappedDeserializer(BeanDeserializerBase standard) {
        super(standard.getValueType());
        this.maker = standard.getValueInstantiator();
    }

    /** A field of the JSON object, and whether it belongs to the inner record. */
    private record Field(SettableBeanProperty component, boolean inner) {}

    /** Replaces the reader of every record that has such a component. */
    static final class Modifier extends BeanDeserializerModifier {
        private static final long serialVersionUID = 1L;

        @Override
        public JsonDeserializer<?> modifyDeserializer(
                DeserializationConfig config, BeanDescription type, JsonDeserializer<?> standard) {
            return standard instanceof BeanDeserializerBase base
                            && type.findProperties().stream().anyMatch(UnwrappedDeserializer::isUnwrapped)
                    ? new UnwrappedDeserializer(base)
                    : standard;
        }
    }

    static boolean isUnwrapped(BeanPropertyDefinition component) {
        return component.getPrimaryMember() != null
                && component.getPrimaryMember().hasAnnotation(JsonUnwrapped.class);
    }

    @Override
    public void resolve(DeserializationContext context) throws JsonMappingException {
        for (SettableBeanProperty component : maker.getFromObjectArguments(context.getConfig())) {
            if (component.getAnnotation(JsonUnwrapped.class) == null) {
                add(context, component, false);
            } else {
                innerIndex = component.getCreatorIndex();
                innerMaker = ((BeanDeserializerBase)
                                context.findContextualValueDeserializer(component.getType(), component))
                        .getValueInstantiator();
                for (SettableBeanProperty part : innerMaker.getFromObjectArguments(context.getConfig())) {
                    add(context, part, true);
                }
            }
        }
    }

    private void add(DeserializationContext context, SettableBeanProperty component, boolean inner)
            throws JsonMappingException {
        JsonDeserializer<?> reader = context.findContextualValueDeserializer(component.getType(), component);
        fields.put(component.getName(), new Field(component.withValueDeserializer(reader), inner));
    }

    @Override
    public Object deserialize(JsonParser json, DeserializationContext context) throws IOException {
        if (!json.isExpectedStartObjectToken()) {
            return context.handleUnexpectedToken(handledType(), json);
        }
        Object[] values = absent(context, maker);
        Object[] innerValues = absent(context, innerMaker);
        String unknown = null;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            Field field = fields.get(name);
            if (field == null) {
                unknown = unknown == null ? name : unknown;
                json.skipChildren();
            } else {
                Object[] target = field.inner() ? innerValues : values;
                target[field.component().getCreatorIndex()] = value(json, context, field.component());
            }
        }
        if (unknown != null) {
            throw UnrecognizedPropertyException.from(json, handledType(), unknown, List.copyOf(fields.keySet()));
        }
        values[innerIndex] = innerMaker.createFromObjectWith(context, innerValues);
        return maker.createFromObjectWith(context, values);
    }

    private Object value(JsonParser json, DeserializationContext context, SettableBeanProperty component)
            throws IOException {
        try {
            return component.deserialize(json, context);
        } catch (IOException | RuntimeException failure) {
            throw JsonMappingException.wrapWithPath(failure, handledType(), component.getName());
        }
    }

    /** What stands for fields that are left out. */
    private Object[] absent(DeserializationContext context, ValueInstantiator of) throws JsonMappingException {
        SettableBeanProperty[] components = of.getFromObjectArguments(context.getConfig());
        Object[] values = new Object[components.length];
        for (SettableBeanProperty component : components) {
            Field field = fields.get(component.getName());
            if (field != null) {
                values[component.getCreatorIndex()] =
                        field.component().getNullValueProvider().getAbsentValue(context);
            }
        }
        return values;
    }
}
