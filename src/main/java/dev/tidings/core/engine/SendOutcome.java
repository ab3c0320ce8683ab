package dev.tidings.core.engine;

import dev.tidings.core.content.MessageDetails.Failure;
import dev.tidings.platform.error.ErrorCode;
import java.time.Duration;
import java.time.Instant;

/** The result of a send. */
public sealed interface SendOutcome {

    /** Its name in metrics. */
    String label();

    /**
     * WhatsApp accepted the message.
     *
     * @param chatId the conversation of the message, when WhatsApp knows the recipient by another number; otherwise
     *     null
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
     * WhatsApp certainly did not accept it.
     *
     * @param failure what WhatsApp itself reports about it, or null
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
     * WhatsApp certainly did not accept it, but may accept it if it is sent again later.
     *
     * @param retryAfter how long to wait before
     * @param extent what else must wait
     * @param failure what WhatsApp itself reports about it, or null
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

    /** What a deferral delays. */
    enum Extent {
        /** All messages to this recipient. */
        RECIPIENT,
        /** All messages of the session. */
        SESSION
    }

    /** It is not known whether WhatsApp accepted it: a later status shows it, and it is never sent again. */
    record Lost() implements SendOutcome {
        @Override
        public String label() {
            return "lost";
        }
    }
}
