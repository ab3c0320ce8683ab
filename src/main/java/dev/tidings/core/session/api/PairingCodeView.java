package dev.tidings.core.session.api;

import dev.tidings.core.engine.PairingCode;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

@Schema(name = "PairingCode")
record PairingCodeView(
        @Schema(examples = "K7QM-2XWD") String pairingCode,
        @Schema(examples = "2026-11-24T09:32:40Z") Instant expiresAt) {

    static PairingCodeView of(PairingCode code) {
        return new PairingCodeView(code.code(), code.expiresAt());
    }
}
