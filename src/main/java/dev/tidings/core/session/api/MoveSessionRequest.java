package dev.tidings.core.session.api;

import dev.tidings.platform.validation.Validated;
import dev.tidings.platform.validation.Violations;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

@Schema(name = "MoveSession")
record MoveSessionRequest(
        @Schema(
                description = "The replica that shall own it; without it the one with the fewest sessions",
                examples = "rep_8F3A21C09B7D4E65")
        String replicaId)
        implements Validated {

    @Override
    public void check(Violations checks) {
        // whether it can take the session is known when it moves
    }
}
