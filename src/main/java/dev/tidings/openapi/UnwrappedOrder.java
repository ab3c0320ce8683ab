package dev.tidings.openapi;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.RecordComponentInfo;

/** Documents the fields of records that share one JSON object in the order of these records; the scanner shuffles them. */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class UnwrappedOrder implements OASFilter {
    private static final DotName UNWRAPPED = DotName.createSimple(JsonUnwrapped.class);
    private static final DotName SCHEMA =
            DotName.createSimple(org.eclipse.microprofile.openapi.annotations.media.Schema.class);

    private final IndexView index;

    /** The names of the fields by the name of the schema. */
    private final Map<String, List<String>> orders = new HashMap<>();

    public UnwrappedOrder(IndexView index) {
        this.index = index;
        index.getAnnotations(UNWRAPPED).stream()
                .map(AnnotationInstance::target)
                .filter(target -> target.kind() == AnnotationTarget.Kind.FIELD)
                .map(target -> target.asField().declaringClass())
                .filter(whole -> whole.hasDeclaredAnnotation(SCHEMA))
                .forEach(whole -> orders.put(schema(whole), fields(whole).toList()));
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        Map<String, Schema> schemas = document.getComponents().getSchemas();
        orders.forEach((name, order) -> {
            if (schemas.containsKey(name)) {
                sort(schemas.get(name), order);
            }
        });
    }

    private static void sort(Schema schema, List<String> order) {
        Map<String, Schema> sorted = new LinkedHashMap<>();
        order.forEach(field ->
                sorted.put(field, Objects.requireNonNull(schema.getProperties().get(field), field)));
        schema.setProperties(sorted);
        schema.setRequired(order.stream().filter(schema.getRequired()::contains).toList());
    }

    private Stream<String> fields(ClassInfo whole) {
        return whole.recordComponentsInDeclarationOrder().stream()
                .flatMap(component -> isUnwrapped(component)
                        ? fields(index.getClassByName(component.type().name()))
                        : Stream.of(component.name()));
    }

    private static boolean isUnwrapped(RecordComponentInfo component) {
        return component.declaringClass().field(component.name()).hasAnnotation(UNWRAPPED);
    }

    private static String schema(ClassInfo whole) {
        return whole.declaredAnnotation(SCHEMA).value("name").asString();
    }
}
