package dev.tidings.core.message.api;

import dev.tidings.core.media.CarriesMedia;
import dev.tidings.core.message.send.NewMessage;
import dev.tidings.platform.validation.Validated;
import dev.tidings.platform.validation.Violations;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

@Schema(name = "SendBulk")
record BulkRequest(
        @Schema(required = true, examples = "session_01kaszj5v3m8q2c7d9e1f4g6h8")
        String sessionId,

        @Schema(
                required = true,
                minItems = 1,
                maxItems = BulkRequest.MAX_MESSAGES,
                examples = "[{\"type\":\"text\",\"to\":\"14155552671\",\"text\":\"Your parcel arrives at noon.\"}]")
        List<MessageDraft> messages)
        implements Validated, CarriesMedia {
    static final int MAX_MESSAGES = 1_000;

    @Override
    public void check(Violations checks) {
        checks.required("sessionId", sessionId)
                .required("messages", messages)
                .size("messages", messages, 1, MAX_MESSAGES)
                .each("messages", messages);
    }

    List<NewMessage> toMessages() {
        return messages.stream()
                .map(item -> item.toMessage(sessionId, null, null))
                .toList();
    }
}
