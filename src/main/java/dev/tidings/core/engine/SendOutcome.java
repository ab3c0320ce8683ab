package dev.tidings.core.engine;

import dev.tidings.platform.error.ErrorCode;
import java.time.Duration;
import java.time.Instant;

/** How a send ended. */
public sealed interface SendOutcome {

    /**
     * WhatsApp took the message.
     *
     * @param chatId the conversation that it went to, when WhatsApp knows the recipient by another number; otherwise null
     */
    record Accepted(String engineMessageId, Instant at, String chatId) implements SendOutcome {
        public Accepted(String engineMessageId, Instant at) {
            this(engineMessageId, at, null);
        }
    }

    /** WhatsApp certainly did not take it. */
    record Refused(ErrorCode code) implements SendOutcome {}

    /**
     * WhatsApp certainly did not take it, but may if it is sent again later.
     *
     * @param retryAfter how long to wait before
     * @param extent what else has to wait
     */
    record Deferred(ErrorCode code, Duration retryAfter, Extent extent) implements SendOutcome {}

    /** What a deferral holds up. */
    enum Extent {
        /** All that goes to this recipient. */
        RECIPIENT,
        /** All that the session sends. */
        SESSION
    }

    /** It is not known whether WhatsApp took it: a later status tells, and it is never sent again. */
    record Lost() implements SendOutcome {}
}
