package dev.tidings.core.content;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.validation.Validated;
import dev.tidings.platform.validation.Violations;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A form of WhatsApp Flows.
 *
 * @param id WhatsApp's id of the flow; or null, with its name
 * @param button the text of the button that opens it
 * @param token comes back with what was filled in; null lets WhatsApp choose one
 * @param mode null: published
 * @param action null: navigate
 * @param screen the first one; null for the flow's own
 * @param data for the first screen, or null
 */
@Schema(name = "InteractiveFlow")
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FlowForm(
        @Schema(maxLength = 100, description = "WhatsApp's id of the flow; or give its name", examples = "1")
        String id,

        @Schema(maxLength = 200, description = "Instead of the id", examples = "appointment")
        String name,

        @Schema(
                required = true,
                maxLength = 30,
                description = "The text of the button that opens it",
                examples = "Book!")
        String button,

        @Schema(
                maxLength = 1000,
                description = "Comes back with what was filled in",
                examples = "AQAAAAACS5FpgQ_cAAAAAD0QI3s.")
        String token,

        @Schema(
                description = "draft for a flow that is not published yet",
                enumeration = {"published", "draft"})
        String mode,

        @Schema(
                description = "navigate opens a screen, data_exchange asks the endpoint of the flow for it",
                enumeration = {"navigate", "data_exchange"})
        String action,

        @Schema(maxLength = 100, description = "The first screen, with navigate only", examples = "RECOMMEND")
        String screen,

        @Schema(
                type = SchemaType.OBJECT,
                description = "For the first screen, with navigate only; up to 64 KB",
                examples = "{\"product_name\":\"name\",\"product_price\":100}")
        Map<String, Object> data)
        implements Validated {
    private static final String EXCHANGE = "data_exchange";

    @Override
    public void check(Violations checks) {
        checks.requiredWhen(name == null, "id", id, "Give the id or the name of the flow.")
                .required("button", button)
                .length("id", id, 1, 100)
                .length("name", name, 1, 200)
                .that("name", id == null || name == null, ErrorCode.INVALID_REQUEST, "id or name, not both")
                .length("button", button, 1, 30)
                .length("token", token, 1, 1000)
                .that(
                        "mode",
                        mode,
                        () -> mode.equals("published") || mode.equals("draft"),
                        ErrorCode.INVALID_REQUEST,
                        "must be published or draft")
                .that(
                        "action",
                        action,
                        () -> action.equals("navigate") || action.equals(EXCHANGE),
                        ErrorCode.INVALID_REQUEST,
                        "must be navigate or data_exchange")
                .that("screen", screen, this::navigates, ErrorCode.INVALID_REQUEST, "only with the action navigate")
                .length("screen", screen, 1, 100)
                .that("data", data, this::navigates, ErrorCode.INVALID_REQUEST, "only with the action navigate")
                .that("data", data, () -> !data.isEmpty(), ErrorCode.INVALID_REQUEST, "must not be empty");
        OpenObject.check(checks, "data", data);
    }

    private boolean navigates() {
        return !EXCHANGE.equals(action);
    }
}
