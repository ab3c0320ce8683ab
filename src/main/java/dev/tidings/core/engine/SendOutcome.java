package dev.tidings.core.engine;

import dev.tidings.core.content.MessageDetails.Failure;
import dev.tidings.platform.error.ErrorCode;
import java.time.Duration;
import java.time.Instant;

/** The result of a send. */
public sealed interface SendOutcome {

    /** How metrics name it. */
    String label();

    /**
     * WhatsApp took the message.
     *
     * @param chatId the conversation that it went to, when WhatsApp knows the recipient by another number; otherwise null
     */
    record Accepted(String engineMessageId, Instant at, String chatId) implements SendOutcome {
        public Accepted(String engineMessageId, Instant at) {
            this(engineMessageId, at, null);
        }

        @Override
        public String label() {
            return "accepted";
        }
    }

    /**
     * WhatsApp certainly did not take it.
     *
     * @param failure what WhatsApp itself says of it, or null
     */
    record Refused(ErrorCode code, Failure failure) implements SendOutcome {
        public Refused(ErrorCode code) {
            this(code, null);
        }

        @Override
        public String label() {
            return code.code();
        }
    }

    /**
     * WhatsApp certainly did not take it, but may if it is sent again later.
     *
     * @param retryAfter how long to wait before
     * @param extent what else has to wait
     * @param failure what WhatsApp itself says of it, or null
     */
    record Deferred(ErrorCode code, Duration retryAfter, Extent extent, Failure failure) implements SendOutcome {
        public Deferred(ErrorCode code, Duration retryAfter, Extent extent) {
            this(code, retryAfter, extent, null);
        }

        @Override
        public String label() {
            return "deferred";
        }
    }

    /** What a deferral holds up. */
    enum Extent {
        /** All that goes to this recipient. */
        RECIPIENT,
        /** All that the session sends. */
        SESSION
    }

    /** It is not known whether WhatsApp took it: a later status tells, and it is never sent again. */
    record Lost() implements SendOutcome {
        @Override
        public String label() {
            return "lost";
        }
    }
}
