package dev.tidings.webhook.client;

/** How an attempt to deliver ended. */
public sealed interface AttemptOutcome {

    /** The status of the answer, or null when there was none. */
    default Integer httpStatus() {
        return null;
    }

    /** The start of the answer's body, or null when there was none. */
    default String response() {
        return null;
    }

    /** One sentence for the owner of the endpoint; null for a success. */
    String error();

    /** The value of the label in metrics. */
    String label();

    /** The endpoint accepted it. */
    record Delivered(Integer httpStatus, String response) implements AttemptOutcome {
        @Override
        public String error() {
            return null;
        }

        @Override
        public String label() {
            return "delivered";
        }
    }

    /**
     * It answered with another status than 2xx.
     *
     * @param retryAfterSeconds from the answer; null when there is none, or none that can be parsed
     */
    record Rejected(Integer httpStatus, String response, Long retryAfterSeconds) implements AttemptOutcome {
        private static final int GONE = 410;

        /** Whether the endpoint asks for no more events. */
        public boolean isGone() {
            return httpStatus == GONE;
        }

        @Override
        public String error() {
            return "The endpoint answered " + httpStatus + " instead of 2xx.";
        }

        @Override
        public String label() {
            return "rejected";
        }
    }

    /** No complete answer came. */
    record Unreachable(String error) implements AttemptOutcome {
        @Override
        public String label() {
            return "unreachable";
        }
    }

    /** The address may not be called. */
    record Forbidden(String error) implements AttemptOutcome {
        @Override
        public String label() {
            return "forbidden";
        }
    }

    /**
     * There was no call, for a reason that is not the endpoint's.
     *
     * @param isFinal whether another attempt would end the same
     */
    record NotAttempted(String error, boolean isFinal) implements AttemptOutcome {
        @Override
        public String label() {
            return "not_tried";
        }
    }

    /** No complete answer came in time. */
    record TimedOut() implements AttemptOutcome {
        @Override
        public String error() {
            return "No complete answer came within 5 seconds.";
        }

        @Override
        public String label() {
            return "timed_out";
        }
    }
}
