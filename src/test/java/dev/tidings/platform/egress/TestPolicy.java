package dev.tidings.platform.egress;

import dev.tidings.platform.net.AddressRange;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Policies as settings would make them. */
final class TestPolicy {
    private TestPolicy() {}

    static EgressPolicy production(String... allow) {
        return policy(true, allow);
    }

    static EgressPolicy lenient(String... allow) {
        return policy(false, allow);
    }

    private static EgressPolicy policy(boolean requireHttps, String... allow) {
        return new EgressPolicy(new EgressConfig() {
            @Override
            public Optional<List<AddressRange>> allow() {
                return allow.length == 0
                        ? Optional.empty()
                        : Optional.of(Stream.of(allow).map(AddressRange::of).toList());
            }

            @Override
            public boolean requireHttps() {
                return requireHttps;
            }
        });
    }
}
