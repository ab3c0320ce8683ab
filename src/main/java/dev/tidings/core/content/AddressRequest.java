package dev.tidings.core.content;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.validation.Validated;
import dev.tidings.platform.validation.Violations;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A form for an address, which WhatsApp has for a few countries. The names of its fields are WhatsApp's own.
 *
 * @param values what the form shows at first, or null
 * @param savedAddresses addresses to choose from, or null
 * @param validationErrors what is wrong with an address that came before, by the names of its fields, or null
 */
@Schema(name = "InteractiveAddressRequest")
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AddressRequest(
        @Schema(required = true, minLength = 2, maxLength = 2, description = "ISO 3166", examples = "IN")
        String country,

        @Schema(
                description = "What the form shows at first, by WhatsApp's names of its fields",
                examples = "{\"name\":\"Ada Lovelace\",\"in_pin_code\":\"400063\"}")
        Map<String, String> values,

        @Schema(description = "Addresses to choose from", maxItems = 20)
        List<SavedAddress> savedAddresses,

        @Schema(
                description = "What is wrong with an address that came before, by the names of its fields",
                examples = "{\"in_pin_code\":\"We could not locate this pin code.\"}")
        Map<String, String> validationErrors)
        implements Validated {
    private static final int MAX = 20;
    private static final int MAX_TEXT = 500;

    /** An address to choose. */
    @Schema(name = "InteractiveSavedAddress")
    @RegisterForReflection
    public record SavedAddress(
            @Schema(required = true, maxLength = 100, examples = "address1")
            String id,

            @Schema(required = true, examples = "{\"name\":\"Ada Lovelace\",\"in_pin_code\":\"400063\"}")
            Map<String, String> values)
            implements Validated {
        @Override
        public void check(Violations checks) {
            checks.required("id", id).required("values", values).length("id", id, 1, 100);
            texts(checks, "values", values);
        }
    }

    @Override
    public void check(Violations checks) {
        checks.required("country", country)
                .that(
                        "country",
                        country,
                        () -> country.matches("[A-Z]{2}"),
                        ErrorCode.INVALID_REQUEST,
                        "must be a country's two capital letters, such as IN");
        texts(checks, "values", values);
        checks.size("savedAddresses", savedAddresses, 1, MAX).each("savedAddresses", savedAddresses);
        texts(checks, "validationErrors", validationErrors);
    }

    private static void texts(Violations checks, String field, Map<String, String> texts) {
        if (texts != null) {
            checks.size(field, texts.keySet(), 1, MAX);
            texts.forEach((name, text) -> checks.length(field + "." + name, text, 1, MAX_TEXT));
        }
    }
}
