package dev.tidings.engine;

import dev.tidings.error.ErrorCode;
import java.time.Instant;

/** How a send ended. */
public sealed interface SendOutcome {

    /** WhatsApp took the message. */
    record Accepted(String engineMessageId, Instant at) implements SendOutcome {}

    /** WhatsApp certainly did not take it. */
    record Refused(ErrorCode code) implements SendOutcome {}

    /** It is not known whether WhatsApp took it: a later status tells, and it is never sent again. */
    record Lost() implements SendOutcome {}
}
