package dev.tidings.platform.egress;

import dev.tidings.platform.egress.EgressResult.Clearance;
import dev.tidings.platform.egress.EgressResult.Cleared;
import dev.tidings.platform.egress.EgressResult.Refused;
import dev.tidings.platform.egress.EgressResult.Unreachable;
import dev.tidings.platform.egress.ParsedUrl.Refusal;
import dev.tidings.platform.egress.ParsedUrl.Target;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Lets a URL pass once each of its addresses has been judged. */
final class DestinationGuard {
    private final EgressPolicy policy;
    private final AddressResolver resolver;

    DestinationGuard(EgressPolicy policy, AddressResolver resolver) {
        this.policy = policy;
        this.resolver = resolver;
    }

    /** @param limit for the resolution; without one the caller bounds it */
    Uni<Clearance> clear(String url, Optional<Duration> limit) {
        return clear(url, limit, target -> new Unreachable(Unreachable.Kind.DNS));
    }

    /** The same for a URL that is to be called later: its name may have no address yet. */
    Uni<Clearance> clearForLater(String url, Duration limit) {
        return clear(url, Optional.of(limit), this::judgeUnresolved);
    }

    private Uni<Clearance> clear(String url, Optional<Duration> limit, Function<Target, Clearance> unresolved) {
        ParsedUrl parsed = policy.parse(url);
        if (parsed instanceof Refusal refusal) {
            return Uni.createFrom().item(new Refused(refusal));
        }
        Target target = (Target) parsed;
        if (target.address().isPresent()) {
            return Uni.createFrom()
                    .item(new Cleared(target, List.of(target.address().get())));
        }
        Uni<List<InetAddress>> resolved = resolver.resolve(target.host());
        return limit.map(time -> resolved.ifNoItem().after(time).fail())
                .orElse(resolved)
                .map(addresses -> judge(target, addresses))
                .onFailure(DestinationGuard::isUnresolved)
                .recoverWithItem(() -> unresolved.apply(target));
    }

    private Clearance judgeUnresolved(Target target) {
        Optional<Refusal> refusal = policy.judgeUnresolved(target);
        return refusal.isPresent() ? new Refused(refusal.get()) : new Unreachable(Unreachable.Kind.DNS);
    }

    private Clearance judge(Target target, List<InetAddress> addresses) {
        Optional<Refusal> refusal = policy.judge(target, addresses);
        return refusal.isPresent() ? new Refused(refusal.get()) : new Cleared(target, addresses);
    }

    private static boolean isUnresolved(Throwable failure) {
        return failure instanceof UnknownHostException || failure instanceof TimeoutException;
    }
}
