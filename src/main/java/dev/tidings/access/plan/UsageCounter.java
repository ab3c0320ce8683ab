package dev.tidings.access.plan;

import io.smallrye.mutiny.Uni;

/** Reports how much of a limit an account has used; a bean of the package that holds what is counted. */
public interface UsageCounter {

    /** The name of the number in {@code GET /v1/account}, such as {@code sessions}. */
    String name();

    /** How many there are now, or were accepted today. */
    Uni<Long> used(String accountId);
}
