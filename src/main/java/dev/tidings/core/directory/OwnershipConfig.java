package dev.tidings.core.directory;

import dev.tidings.platform.config.PositiveInt;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** Sessions whose connection one replica holds. */
@ConfigMapping(prefix = "tidings.linked")
interface OwnershipConfig {

    /** How many sessions a replica logs in per second after it took them from another one. */
    @WithDefault("20")
    @WithConverter(PositiveInt.class)
    int loginsPerSecond();

    /** How many sessions all replicas together log in per second after such a change. */
    @WithDefault("50")
    @WithConverter(PositiveInt.class)
    int installationLoginsPerSecond();

    /** How many sessions a replica owns at most; further ones wait for another replica. */
    @WithDefault("5000")
    @WithConverter(PositiveInt.class)
    int maxSessionsPerReplica();

    /** What operators see as the replica's name; in Kubernetes the name of the pod. */
    @WithDefault("${HOSTNAME:replica}")
    String replicaName();
}
