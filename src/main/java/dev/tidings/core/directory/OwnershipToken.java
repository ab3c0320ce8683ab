package dev.tidings.core.directory;

/**
 * Says that a session belongs to this replica. Each owner of a session has a higher number than the one before, so that
 * what an earlier owner still wants to write is refused ({@link SessionOwnership#lock}).
 */
public record OwnershipToken(String sessionId, long token) {}
