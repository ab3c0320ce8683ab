package dev.tidings.core.message.api;

import dev.tidings.core.message.send.NewMessage;
import dev.tidings.platform.validation.Validated;
import dev.tidings.platform.validation.Violations;
import java.time.Instant;

/** A request to send one message: the session, the message itself, and when. In JSON they are one object. */
interface SendRequest extends Validated {
    String sessionId();

    MessageDraft message();

    /** Null: now. */
    Instant sendAt();

    @Override
    default void check(Violations checks) {
        checks.required("sessionId", sessionId());
        message().check(checks);
    }

    default NewMessage toMessage(String idempotencyKey) {
        return message().toMessage(sessionId(), sendAt(), idempotencyKey);
    }
}
