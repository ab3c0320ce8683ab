package dev.tidings.core.message.api;

import dev.tidings.core.message.send.NewMessage;
import dev.tidings.platform.validation.Checked;
import dev.tidings.platform.validation.Checks;
import java.time.Instant;

/** A request to send one message: the session, the message itself, and when. */
interface SendRequest extends Checked {
    String sessionId();

    Instant sendAt();

    /** The message without its session. */
    OutgoingItem item();

    @Override
    default void check(Checks checks) {
        checks.required("sessionId", sessionId());
        item().check(checks);
    }

    default NewMessage toMessage() {
        return item().toMessage(sendAt());
    }
}
