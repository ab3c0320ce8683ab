package dev.tidings.access.auth;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** Whether a caller that was accepted before would be accepted now: for answers that stay open while keys may end. */
@ApplicationScoped
public class CredentialValidity {
    private final CredentialCache keys;
    private final Clock clock;

    CredentialValidity(CredentialCache keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * False within a second after the caller's key was revoked or expired, or its account was suspended. Costs one
     * query per second for each key, however often it is asked.
     */
    public Uni<Boolean> include(Caller caller) {
        return caller.keyId().equals(Caller.OPERATOR)
                ? Uni.createFrom().item(true)
                : keys.findById(caller.keyId())
                        .map(found -> found.isPresent() && !found.get().isOver(clock.instant()));
    }
}
