package dev.tidings.access.account;

import dev.tidings.access.plan.Overrides;
import dev.tidings.platform.validation.Validated;
import dev.tidings.platform.validation.Violations;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What is left out, or null, does not change; overrides are replaced as a whole. */
@Schema(name = "ChangeAccount")
record ChangeAccountRequest(
        @Schema(minLength = 1, maxLength = 100, examples = "Acme Ltd")
        String name,

        @Schema(description = "One of the configured plans", examples = "premium")
        String plan,

        @Schema(description = "All of them anew; {} for none")
        Overrides overrides,

        @Schema(description = "Whether its keys are refused", examples = "false")
        Boolean suspended)
        implements Validated {

    @Override
    public void check(Violations checks) {
        checks.length("name", name, 1, 100).nested("overrides", overrides);
    }
}
