package dev.tidings.webhook.client;

/** How a try to deliver ended. */
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

    /** A word of few, for metrics. */
    String label();

    /** The endpoint took it. */
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
     * It answered, but with another status than 2xx.
     *
     * @param retryAfterSeconds what the answer asks for; null when it asks for nothing that can be read
     */
    record Rejected(Integer httpStatus, String response, Long retryAfterSeconds) implements AttemptOutcome {
        private static final int GONE = 410;

        /** Whether it wants nothing any more. */
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
     * @param hopeless whether another try would end the same
     */
    record NotTried(String error, boolean hopeless) implements AttemptOutcome {
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
