package dev.tidings.platform.egress;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/** What became of a {@link GuardedHttpClient#post}. */
public sealed interface Posted permits Posted.Answered, EgressResult {

    /**
     * An answer of any status.
     *
     * @param body up to the limit
     * @param cut whether there was more
     */
    record Answered(int status, Optional<String> retryAfter, Buffer body, boolean cut) implements Posted {}
}
