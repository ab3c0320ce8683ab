package dev.tidings.platform.egress;

import dev.tidings.platform.net.AddressRange;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Policies as settings would make them. */
public final class TestPolicy {
    private TestPolicy() {}

    public static EgressPolicy production(String... allow) {
        return policy(true, allow);
    }

    static EgressPolicy lenient(String... allow) {
        return policy(false, allow);
    }

    static EgressTrust trusting(Path file) {
        return new EgressTrust(new Settings(List.of(), true, Optional.of(file)));
    }

    private static EgressPolicy policy(boolean requireHttps, String... allow) {
        return new EgressPolicy(
                new Settings(Stream.of(allow).map(AddressRange::of).toList(), requireHttps, Optional.empty()));
    }

    private record Settings(List<AddressRange> networks, boolean requireHttps, Optional<Path> trust)
            implements EgressConfig {
        @Override
        public Optional<List<AddressRange>> allow() {
            return networks.isEmpty() ? Optional.empty() : Optional.of(networks);
        }
    }
}
