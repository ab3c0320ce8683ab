package dev.tidings.core.directory;

import java.time.Instant;

/**
 * A session with its owner, as operators see it.
 *
 * @param replicaId the replica that owns it; null when none does now, or when its engine needs none
 * @param replicaName its name, or null
 * @param token rises with each owner; null when the session never had one
 * @param since when that owner got it, or null
 * @param lastFrameAt when its connection was last heard, to a few seconds; null when it never was
 */
public record OwnedSession(
        String id,
        String accountId,
        String engine,
        SessionStatus status,
        String replicaId,
        String replicaName,
        Long token,
        Instant since,
        Instant lastFrameAt) {}
