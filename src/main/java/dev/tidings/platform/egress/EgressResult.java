package dev.tidings.platform.egress;

/** A call that got no complete answer. */
public sealed interface EgressResult extends Fetched, Posted, Clearance {

    /** One sentence for a user. */
    String reason();

    /** The rules forbid the call; nothing was sent. */
    record Refused(Refusal refusal) implements EgressResult {
        @Override
        public String reason() {
            return refusal.reason();
        }
    }

    /** Nobody answered properly. */
    record Unreachable(Kind kind) implements EgressResult {

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

    /** The time was over, or the host fell silent. */
    record TimedOut() implements EgressResult {
        @Override
        public String reason() {
            return "The host took too long to answer.";
        }
    }
}
