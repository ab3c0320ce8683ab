package dev.tidings.access.account;

import dev.tidings.access.auth.Caller;
import dev.tidings.access.ratelimit.RateLimitState;
import dev.tidings.access.ratelimit.RateWindow;
import dev.tidings.access.ratelimit.WindowCount;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The caller's own account. */
@Schema(name = "OwnAccount")
record OwnAccountView(
        @Schema(examples = "acc_01kaszj5v3m8q2c7d9e1f4g6h8") String accountId,

        @Schema(examples = "basic") String plan,

        LimitsView limits,
        UsageView usage,
        ResetsView resets) {

    /** Requests are null where the plan has no limit, because they are not counted then. */
    @Schema(name = "Usage")
    record UsageView(
            @Schema(nullable = true, examples = "12") Integer requestsThisMinute,

            @Schema(nullable = true, examples = "230") Integer requestsThisHour,

            @Schema(nullable = true, examples = "1045") Integer requestsToday,

            @Schema(description = "Accepted today, those that failed included", examples = "417")
            Long messagesToday,

            @Schema(examples = "3") Long sessions,

            @Schema(examples = "2") Long webhooks) {}

    /** When the numbers start again at 0. */
    @Schema(name = "Resets")
    record ResetsView(Instant minute, Instant hour, Instant day) {}

    static OwnAccountView of(Caller owner, RateLimitState requests, Map<String, Long> used) {
        UsageView usage = new UsageView(
                used(requests, "minute"),
                used(requests, "hour"),
                used(requests, "day"),
                used.getOrDefault("messagesToday", 0L),
                used.getOrDefault("sessions", 0L),
                used.getOrDefault("webhooks", 0L));
        ResetsView resets = new ResetsView(end(requests, 60), end(requests, 3_600), end(requests, 86_400));
        return new OwnAccountView(owner.accountId(), owner.plan().name(), LimitsView.of(owner.plan()), usage, resets);
    }

    private static Integer used(RateLimitState requests, String window) {
        return requests.counts().stream()
                .filter(count -> count.window().name().equals(window))
                .map(WindowCount::used)
                .findFirst()
                .orElse(null);
    }

    private static Instant end(RateLimitState requests, int seconds) {
        return new RateWindow("", "", seconds, 0).endAt(requests.at());
    }
}
