package dev.tidings.core.message.queue;

import dev.tidings.core.message.send.NewMessage;
import java.util.List;

/**
 * Messages on their way into the queue.
 *
 * @param bulkId the bulk that they make up, or null
 * @param ids one a message, in the same order
 * @param idempotencyKey of a single message that is queued; null otherwise
 */
record Enqueued(String sessionId, String bulkId, List<String> ids, List<NewMessage> messages, String idempotencyKey) {}
