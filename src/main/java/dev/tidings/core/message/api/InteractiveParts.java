package dev.tidings.core.message.api;

import dev.tidings.core.content.MessageContent.Interactive;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.validation.Validated;
import dev.tidings.platform.validation.Violations;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The parts of interactive messages, with the limits of the official API. */
final class InteractiveParts {
    private static final int MAX_ROWS = 10;

    private InteractiveParts() {}

    @Schema(name = "InteractiveButton")
    record ButtonRequest(
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

        Interactive.Button toContent() {
            return new Interactive.Button(id, title);
        }
    }

    @Schema(name = "InteractiveList")
    record ListRequest(
            @Schema(required = true, maxLength = 20, examples = "Choose")
            String button,

            @Schema(required = true, minItems = 1, maxItems = 10)
            List<SectionRequest> sections)
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

        Interactive.Choices toContent() {
            return new Interactive.Choices(
                    button, sections.stream().map(SectionRequest::toContent).toList());
        }
    }

    @Schema(name = "InteractiveSection")
    record SectionRequest(
            @Schema(maxLength = 24, examples = "Sizes") String title,
            @Schema(required = true, minItems = 1) List<RowRequest> rows)
            implements Validated {
        @Override
        public void check(Violations checks) {
            checks.required("rows", rows)
                    .length("title", title, 1, 24)
                    .size("rows", rows, 1, MAX_ROWS)
                    .each("rows", rows);
        }

        Interactive.Section toContent() {
            return new Interactive.Section(
                    title, rows.stream().map(RowRequest::toContent).toList());
        }
    }

    @Schema(name = "InteractiveRow")
    record RowRequest(
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

        Interactive.Row toContent() {
            return new Interactive.Row(id, title, description);
        }
    }
}
