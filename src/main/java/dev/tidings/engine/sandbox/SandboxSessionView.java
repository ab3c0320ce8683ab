package dev.tidings.engine.sandbox;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The state of a session after a step on the phone. */
@Schema(name = "SandboxSession")
record SandboxSessionView(
        @Schema(examples = "session_01kaszj5v3m8q2c7d9e1f4g6h8")
        String sessionId,

        @Schema(examples = "connected") String status,

        @Schema(nullable = true, description = "Digits of the linked phone", examples = "14155550142")
        String phoneNumber) {}
