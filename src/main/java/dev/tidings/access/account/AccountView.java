package dev.tidings.access.account;

import dev.tidings.access.plan.Overrides;
import dev.tidings.access.plan.Plan;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An account as operators see it.
 *
 * @param overrides what differs from its plan
 * @param limits the limits that apply, including the overrides
 */
@Schema(name = "Account")
record AccountView(
        @Schema(examples = "acc_01kaszj5v3m8q2c7d9e1f4g6h8") String accountId,

        @Schema(examples = "Acme") String name,

        @Schema(examples = "basic") String plan,

        Overrides overrides,
        LimitsView limits,
        boolean suspended,
        Instant createdAt) {

    static AccountView of(Account account, Plan plan) {
        return new AccountView(
                account.id,
                account.name,
                account.plan,
                account.overrides(),
                LimitsView.of(plan.with(account.overrides())),
                account.suspendedAt != null,
                account.createdAt);
    }
}
