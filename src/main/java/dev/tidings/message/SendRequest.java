package dev.tidings.message;

import dev.tidings.error.Checked;
import dev.tidings.error.Checks;
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
