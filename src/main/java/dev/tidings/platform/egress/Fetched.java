package dev.tidings.platform.egress;

import java.util.Optional;

/** What became of a {@link GuardedHttpClient#fetch}. */
public sealed interface Fetched permits Fetched.Ok, Fetched.Status, Fetched.TooLarge, EgressResult {

    /**
     * The whole body went into the sink.
     *
     * @param contentType what the host claims; nothing to rely on
     */
    record Ok(long size, Optional<String> contentType) implements Fetched {}

    /** An answer other than 2xx, redirects among them; its body was not read. */
    record Status(int code) implements Fetched {}

    /** The body is, or claims to be, larger than the limit; at most the limit went into the sink. */
    record TooLarge(long limit) implements Fetched {}
}
