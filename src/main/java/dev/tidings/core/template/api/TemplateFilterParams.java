package dev.tidings.core.template.api;

import dev.tidings.core.engine.TemplateFilter;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.http.api.Params;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.enums.Explode;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** The filters of templates, as a request has them. */
@RegisterForReflection
record TemplateFilterParams(
        @Parameter(description = "A part of the name", example = "order") @QueryParam("name")
        String name,

        @Parameter(
                description = "May be repeated: any of them",
                explode = Explode.TRUE,
                schema = @Schema(type = SchemaType.ARRAY, implementation = TemplateFilter.Status.class))
        @QueryParam("status")
        List<String> status,

        @Parameter(
                description = "A code such as en_US; may be repeated: any of them",
                explode = Explode.TRUE,
                schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
        @QueryParam("language")
        List<String> language,

        @Parameter(
                description = "May be repeated: any of them",
                explode = Explode.TRUE,
                schema = @Schema(type = SchemaType.ARRAY, implementation = TemplateFilter.Category.class))
        @QueryParam("category")
        List<String> category) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,512}");
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,3}(_[A-Za-z]{2,4})?");

    TemplateFilter toFilter() {
        return new TemplateFilter(
                matching("name", Params.text(name), NAME, "Must be lower-case letters, digits and underscores."),
                Params.anyOf("status", status, TemplateFilter.Status.class),
                language.stream()
                        .filter(code -> !code.isEmpty())
                        .map(code -> matching("language", code, LANGUAGE, "Must be a code such as en or en_US."))
                        .distinct()
                        .sorted()
                        .toList(),
                Params.anyOf("category", category, TemplateFilter.Category.class));
    }

    private static String matching(String field, String value, Pattern form, String rule) {
        if (value != null && !form.matcher(value).matches()) {
            throw ApiException.of(ErrorCode.INVALID_REQUEST, field, rule);
        }
        return value;
    }
}
