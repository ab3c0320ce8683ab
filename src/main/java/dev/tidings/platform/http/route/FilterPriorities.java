package dev.tidings.platform.http.route;

/**
 * The order in which a request passes through the server, in one place. The first group are orders of Vert.x routes
 * ({@code router.route().order(...)}, lower comes first), the second priorities of JAX-RS filters, which run once path
 * and method are known.
 */
public final class FilterPriorities {
    /** Gives the request its id. First of all, so that every answer and every log line carries it. */
    public static final int REQUEST_ID = Integer.MIN_VALUE;

    /** Measures the request, and adds what every answer carries. */
    public static final int MEASUREMENT = Integer.MIN_VALUE + 1;

    /** Refuses request lines, headers, paths and queries that are too long or malformed. */
    public static final int LIMITS = -9_000;

    /** Turns {@code /api/v1} into {@code /v1}. */
    public static final int ALIAS = -8_000;

    /** Lets browsers know which origins may call, and answers their preflight requests, which carry no key. */
    public static final int CROSS_ORIGIN = -7_000;

    /** Answers {@code OPTIONS}, to anybody: browsers ask without a key. */
    public static final int OPTIONS = -6_500;

    /** Resolves the caller from the key. */
    public static final int AUTHENTICATION = -6_000;

    /** Limits how many requests of an account run at the same time. */
    public static final int CONCURRENCY = -5_500;

    /** Counts the requests of an account, and those of an operation with its own limits. */
    public static final int ACCOUNT_LIMITS = -5_000;

    /** Refuses a method that the path does not take. */
    public static final int METHOD = -4_400;

    /** Buffers the body before Quarkus REST takes over, whose own routes are at 0 and above. */
    public static final int BODY = -4_000;

    /** Hands the buffered body to Quarkus REST. */
    public static final int BUFFERED_BODY = 500;

    /** Checks the scope that the operation needs. */
    public static final int SCOPE = 2_000;

    /** Refuses query parameters that the operation does not have. */
    public static final int QUERY = 2_500;

    /** Replays the answer to a repeated request. */
    public static final int IDEMPOTENCY = 3_000;

    private FilterPriorities() {}
}
