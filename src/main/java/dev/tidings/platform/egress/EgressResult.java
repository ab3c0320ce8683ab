package dev.tidings.platform.egress;

import io.vertx.core.buffer.Buffer;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** The result of a call, or of the question whether a URL may be called. Each kind of call may also end as {@link Failed}. */
public sealed interface EgressResult {

    /** Whether a URL may be called at this moment. */
    sealed interface Clearance extends EgressResult {}

    /** A URL that may be called, at these addresses and at this moment: addresses are judged again for each connection. */
    record Cleared(ParsedUrl.Target target, List<InetAddress> addresses) implements Clearance {}

    /** The result of {@link GuardedHttpClient#fetch}. */
    sealed interface Fetched extends EgressResult {

        /**
         * The whole body went into the sink.
         *
         * @param contentType what the host claims; not to be relied on
         */
        record Ok(long size, Optional<String> contentType) implements Fetched {}

        /** An answer other than 2xx, redirects among them; its body was not read. */
        record Status(int code) implements Fetched {}

        /** The body is, or claims to be, larger than the limit; at most the limit went into the sink. */
        record TooLarge(long limit) implements Fetched {}
    }

    /** The result of {@link GuardedHttpClient#post}. */
    sealed interface Posted extends EgressResult {

        /**
         * An answer of any status.
         *
         * @param body up to the limit
         * @param cut whether there was more
         */
        record Answered(int status, Optional<String> retryAfter, Buffer body, boolean cut) implements Posted {}
    }

    /** There was no complete answer. */
    sealed interface Failed extends Clearance, Fetched, Posted {

        /** One sentence for a user. */
        String reason();
    }

    /** The rules forbid the call; nothing was sent. */
    record Refused(ParsedUrl.Refusal refusal) implements Failed {
        @Override
        public String reason() {
            return refusal.reason();
        }
    }

    /** There was no connection, or no proper answer on it. */
    record Unreachable(Kind kind) implements Failed {

        public enum Kind {
            DNS("The name of the host cannot be resolved."),
            CONNECT("No connection to the host could be made."),
            TLS("No trusted TLS connection to the host could be made."),
            RESET("The host closed the connection before its answer was complete."),
            PROTOCOL("The host answered something that is not HTTP.");

            private final String reason;

            Kind(String reason) {
                this.reason = reason;
            }
        }

        @Override
        public String reason() {
            return kind.reason;
        }
    }

    /** The total time was over, or the host sent nothing for too long. */
    record TimedOut() implements Failed {
        @Override
        public String reason() {
            return "The host took too long to answer.";
        }
    }
}
