package dev.tidings.core.session.api;

import dev.tidings.core.directory.Replica;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A replica as operators see it. */
@Schema(name = "Replica")
record ReplicaView(
        @Schema(
                description = "Of this run of it: what loses its lease comes back under another id",
                examples = "rep_8F3A21C09B7D4E65")
        String replicaId,

        @Schema(description = "In Kubernetes the name of the pod", examples = "tidings-1")
        String name,

        Instant startedAt,

        @Schema(description = "When it last renewed its lease")
        Instant renewedAt,

        @Schema(description = "How many sessions it owns", examples = "1250")
        int sessions,

        @Schema(description = "How many it owns at most", examples = "5000")
        int maxSessions,

        @Schema(description = "Whether it is ending, and takes no more")
        boolean draining) {

    static ReplicaView of(Replica replica) {
        return new ReplicaView(
                replica.id(),
                replica.name(),
                replica.startedAt(),
                replica.beatAt(),
                replica.sessions(),
                replica.maxSessions(),
                replica.draining());
    }
}
