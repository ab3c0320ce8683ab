package dev.tidings.engine.sandbox;

import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What the sandbox answers. */
final class SandboxViews {
    private SandboxViews() {}

    @Schema(name = "MagicNumber")
    record MagicNumberView(
            @Schema(description = "The last digits of a recipient", examples = "0001")
            String ending,

            @Schema(examples = "is not on WhatsApp: recipient_not_on_whatsapp")
            String effect) {

        static List<MagicNumberView> all() {
            return Stream.of(MagicNumber.values())
                    .map(number -> new MagicNumberView(number.ending(), number.effect()))
                    .toList();
        }
    }

    @Schema(name = "SandboxReceived")
    record InboundView(
            @Schema(examples = "msg_01kaszk2h8w4r6t0y5v3n7b9c1")
            String messageId) {}

    @Schema(name = "SandboxReported")
    record MessageStatusView(
            @Schema(examples = "msg_01kaszk2h8w4r6t0y5v3n7b9c1")
            String messageId,

            @Schema(examples = "delivered") SandboxRequests.ReportedStatus status) {}
}
