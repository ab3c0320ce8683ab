package dev.tidings.core.engine;

import java.time.Instant;

/** @param code eight characters with a dash in the middle, such as {@code ABCD-EFGH} */
public record PairingCode(String code, Instant expiresAt) {}
