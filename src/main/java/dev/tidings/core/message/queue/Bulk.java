package dev.tidings.core.message.queue;

import dev.tidings.core.content.MessageDetails;
import dev.tidings.core.message.MessageStatus;
import dev.tidings.core.message.send.NewMessage;
import dev.tidings.platform.error.ErrorCode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Messages that were queued together.
 *
 * @param cancelledAt null unless the rest was cancelled
 * @param items in their order; fewer than {@code total} once retention has removed some
 */
public record Bulk(String id, String sessionId, int total, Instant createdAt, Instant cancelledAt, List<Item> items) {
    private static final Set<MessageStatus> WAITING = EnumSet.of(MessageStatus.QUEUED, MessageStatus.SENDING);

    /** @param failure what the engine itself reports about it, or null */
    public record Item(
            String messageId, String to, MessageStatus status, ErrorCode error, MessageDetails.Failure failure) {}

    /** A bulk whose messages are not stored yet. */
    static Bulk queued(String id, String sessionId, Instant now, List<String> ids, List<NewMessage> messages) {
        List<Item> items = new ArrayList<>(ids.size());
        for (int i = 0; i < ids.size(); i++) {
            items.add(new Item(ids.get(i), messages.get(i).to(), MessageStatus.QUEUED, null, null));
        }
        return new Bulk(id, sessionId, ids.size(), now.truncatedTo(ChronoUnit.MICROS), null, items);
    }

    /**
     * {@code queued} before the first message has left the queue, then {@code sending}, and a final status in the end.
     */
    public String status() {
        long waiting =
                items.stream().filter(item -> WAITING.contains(item.status())).count();
        if (waiting == 0) {
            return cancelledAt == null ? "completed" : "cancelled";
        }
        boolean untouched = items.stream().allMatch(item -> item.status() == MessageStatus.QUEUED);
        return untouched ? "queued" : "sending";
    }
}
