package dev.tidings.core.content;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tidings.platform.validation.Validated;
import dev.tidings.platform.validation.Violations;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A person of an address book.
 *
 * @param phones as they are to be shown, international
 * @param card what else the address book holds, or null
 */
@Schema(name = "ContactPerson")
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ContactPerson(
        @Schema(required = true, minLength = 1, maxLength = 200, examples = "Ada Lovelace")
        String name,

        @Schema(required = true, minItems = 1, examples = "[\"+14155552671\"]")
        List<String> phones,

        @Schema(description = "What else the address book knows of the person")
        ContactCard card)
        implements Validated {
    public ContactPerson(String name, List<String> phones) {
        this(name, phones, null);
    }

    @Override
    public void check(Violations checks) {
        checks.required("name", name)
                .required("phones", phones)
                .length("name", name, 1, 200)
                .size("phones", phones, 1, 20);
        for (int i = 0; phones != null && i < phones.size(); i++) {
            PhoneNumber.check(checks, "phones[" + i + "]", phones.get(i));
        }
        checks.nested("card", card);
    }
}
