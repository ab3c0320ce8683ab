package dev.tidings.core.content;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.validation.Validated;
import dev.tidings.platform.validation.Violations;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Buttons or a list to choose from, with the limits of the official API.
 *
 * @param buttons up to 3; null for a list
 * @param list null for buttons
 * @param raw the whole object as the official API accepts it, instead of all other parts; or null
 */
@Schema(name = "InteractiveContent")
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Interactive(
        String body,
        String header,
        String footer,
        List<Button> buttons,
        Choices list,
        @Schema(type = SchemaType.OBJECT) Map<String, Object> raw)
        implements MessageContent {
    private static final int MAX_ROWS = 10;

    /** @param id the value that the reply contains, not shown */
    @Schema(name = "InteractiveButton")
    @RegisterForReflection
    public record Button(
            @Schema(required = true, maxLength = 256, examples = "yes")
            String id,

            @Schema(required = true, maxLength = 20, examples = "Yes, please")
            String title)
            implements Validated {
        @Override
        public void check(Violations checks) {
            checks.required("id", id)
                    .required("title", title)
                    .length("id", id, 1, 256)
                    .length("title", title, 1, 20);
        }
    }

    /** @param button the text of the button that opens the list */
    @Schema(name = "InteractiveList")
    @RegisterForReflection
    public record Choices(
            @Schema(required = true, maxLength = 20, examples = "Choose")
            String button,

            @Schema(required = true, minItems = 1, maxItems = 10)
            List<Section> sections)
            implements Validated {
        @Override
        public void check(Violations checks) {
            checks.required("button", button)
                    .required("sections", sections)
                    .length("button", button, 1, 20)
                    .size("sections", sections, 1, MAX_ROWS)
                    .each("sections", sections)
                    .that(
                            "sections",
                            sections,
                            () -> rows() <= MAX_ROWS,
                            ErrorCode.INVALID_REQUEST,
                            "at most 10 rows in all");
        }

        private int rows() {
            return sections.stream()
                    .mapToInt(section -> section == null || section.rows() == null
                            ? 0
                            : section.rows().size())
                    .sum();
        }
    }

    /** Rows under a title. */
    @Schema(name = "InteractiveSection")
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Section(
            @Schema(maxLength = 24, examples = "Sizes") String title,
            @Schema(required = true, minItems = 1) List<Row> rows)
            implements Validated {
        @Override
        public void check(Violations checks) {
            checks.required("rows", rows)
                    .length("title", title, 1, 24)
                    .size("rows", rows, 1, MAX_ROWS)
                    .each("rows", rows);
        }
    }

    /** @param id the value that the reply contains, not shown */
    @Schema(name = "InteractiveRow")
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Row(
            @Schema(required = true, maxLength = 200, examples = "m")
            String id,

            @Schema(required = true, maxLength = 24, examples = "Medium")
            String title,

            @Schema(maxLength = 72) String description)
            implements Validated {
        @Override
        public void check(Violations checks) {
            checks.required("id", id)
                    .required("title", title)
                    .length("id", id, 1, 200)
                    .length("title", title, 1, 24)
                    .length("description", description, 1, 72);
        }
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.interactive(this);
    }
}
