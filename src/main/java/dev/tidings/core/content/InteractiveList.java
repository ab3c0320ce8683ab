package dev.tidings.core.content;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.validation.Validated;
import dev.tidings.platform.validation.Violations;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A list to choose from.
 *
 * @param button the text of the button that opens the list
 */
@Schema(name = "InteractiveList")
@RegisterForReflection
public record InteractiveList(
        @Schema(required = true, maxLength = 20, examples = "Choose")
        String button,

        @Schema(required = true, minItems = 1, maxItems = 10)
        List<Section> sections)
        implements Validated {
    private static final int MAX_ROWS = 10;

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
