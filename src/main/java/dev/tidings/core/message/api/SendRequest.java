package dev.tidings.core.message.api;

import dev.tidings.core.message.send.NewMessage;
import dev.tidings.platform.validation.Validated;
import dev.tidings.platform.validation.Violations;
import java.time.Instant;

/** A request to send one message: the session, the message itself, and when. */
interface SendRequest extends Validated {
    String sessionId();

    Instant sendAt();

    /** The message without its session. */
    MessageDraft item();

    @Override
    default void check(Violations checks) {
        checks.required("sessionId", sessionId());
        item().check(checks);
    }

    default NewMessage toMessage() {
        return item().toMessage(sendAt());
    }
}
