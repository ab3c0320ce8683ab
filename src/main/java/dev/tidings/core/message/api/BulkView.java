package dev.tidings.core.message.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tidings.core.message.MessageStatus;
import dev.tidings.core.message.MessageView;
import dev.tidings.core.message.queue.Bulk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A bulk as clients see it.
 *
 * @param progress how many messages are at each status
 */
@Schema(name = "Bulk")
@JsonInclude(JsonInclude.Include.NON_NULL)
record BulkView(
        @Schema(examples = "bulk_01kaszm4d6f8h0j2k4n6q8s0u2")
        String bulkId,

        @Schema(examples = "session_01kaszj5v3m8q2c7d9e1f4g6h8")
        String sessionId,

        @Schema(examples = "2") int total,

        @Schema(description = "queued, sending, completed or cancelled", examples = "sending")
        String status,

        Instant createdAt,
        Instant cancelledAt,
        @Schema(examples = "{\"sent\":1,\"queued\":1}") Map<String, Long> progress,
        List<ItemView> messages) {

    @Schema(name = "BulkMessage")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ItemView(int index, String messageId, String to, MessageStatus status, MessageView.FailureView error) {}

    static BulkView of(Bulk bulk) {
        Map<String, Long> progress = bulk.items().stream()
                .collect(Collectors.groupingBy(item -> item.status().wireName(), TreeMap::new, Collectors.counting()));
        List<ItemView> items = new ArrayList<>(bulk.items().size());
        for (Bulk.Item item : bulk.items()) {
            items.add(new ItemView(
                    items.size(),
                    item.messageId(),
                    item.to(),
                    item.status(),
                    MessageView.FailureView.of(item.error(), item.failure())));
        }
        return new BulkView(
                bulk.id(),
                bulk.sessionId(),
                bulk.total(),
                bulk.status(),
                bulk.createdAt(),
                bulk.cancelledAt(),
                progress,
                items);
    }
}
