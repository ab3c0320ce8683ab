package dev.tidings.access.auth;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** Whether who was let in once would be let in again: for answers that stay open while keys come to their end. */
@ApplicationScoped
public class CredentialValidity {
    private final CredentialCache keys;
    private final Clock clock;

    CredentialValidity(CredentialCache keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * False within a second once the caller's key is revoked or has expired, or its account is suspended. Costs a query a
     * second for each key that is asked for, however often that is.
     */
    public Uni<Boolean> include(Caller caller) {
        return caller.keyId().equals(Caller.OPERATOR)
                ? Uni.createFrom().item(true)
                : keys.findById(caller.keyId())
                        .map(found -> found.isPresent() && !found.get().isOver(clock.instant()));
    }
}
