package dev.tidings.access.account;

import dev.tidings.access.plan.Overrides;
import dev.tidings.platform.validation.Validated;
import dev.tidings.platform.validation.Violations;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

@Schema(name = "CreateAccount")
record CreateAccountRequest(
        @Schema(required = true, minLength = 1, maxLength = 100, examples = "Acme")
        String name,

        @Schema(required = true, description = "One of the configured plans", examples = "basic")
        String plan,

        Overrides overrides)
        implements Validated {

    @Override
    public void check(Violations checks) {
        checks.required("name", name)
                .required("plan", plan)
                .length("name", name, 1, 100)
                .nested("overrides", overrides);
    }
}
