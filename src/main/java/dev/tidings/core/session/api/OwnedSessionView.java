package dev.tidings.core.session.api;

import dev.tidings.core.directory.OwnedSession;
import dev.tidings.core.directory.SessionStatus;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A session and its owner as operators see them. */
@Schema(name = "OwnedSession")
record OwnedSessionView(
        @Schema(examples = "session_01kaszp8h2v5t9x3m6r1c4b7n0")
        String sessionId,

        @Schema(examples = "acc_01kaszj5v3m8q2c7d9e1f4g6h8") String accountId,
        @Schema(examples = "linked") String engine,
        SessionStatus status,

        @Schema(
                description = "The replica that holds its connection; none while it waits for one, or where the engine"
                        + " needs none")
        OwnerView owner,

        @Schema(description = "When WhatsApp was last heard on its connection, to a few seconds")
        Instant lastFrameAt) {

    @Schema(name = "SessionOwner")
    record OwnerView(
            @Schema(examples = "rep_8F3A21C09B7D4E65") String replicaId,

            @Schema(description = "In Kubernetes the name of the pod", examples = "tidings-1")
            String replicaName,

            @Schema(description = "Rises with each owner", examples = "17")
            long token,

            Instant since) {}

    static OwnedSessionView of(OwnedSession session) {
        OwnerView owner = session.replicaId() == null
                ? null
                : new OwnerView(session.replicaId(), session.replicaName(), session.token(), session.since());
        return new OwnedSessionView(
                session.id(), session.accountId(), session.engine(), session.status(), owner, session.lastFrameAt());
    }
}
