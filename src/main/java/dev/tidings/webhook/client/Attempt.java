package dev.tidings.webhook.client;

import java.time.Duration;
import java.time.Instant;

/** One attempt to deliver: when it began, how long it took, how it ended. */
public record Attempt(Instant at, Duration took, AttemptOutcome outcome) {}
