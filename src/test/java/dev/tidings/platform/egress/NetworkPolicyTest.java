package dev.tidings.platform.egress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidings.platform.net.AddressRange;
import dev.tidings.support.Manifests;
import io.fabric8.kubernetes.api.model.networking.v1.IPBlock;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NetworkPolicyTest {
    private static final int HTTPS = 443;
    private static final int SAMPLES = 200_000;

    private final List<IPBlock> blocks = Manifests.base(NetworkPolicy.class).getSpec().getEgress().stream()
            .filter(rule ->
                    rule.getPorts().stream().allMatch(port -> port.getPort().getIntVal() == HTTPS))
            .flatMap(rule -> rule.getTo().stream())
            .map(peer -> Objects.requireNonNull(peer.getIpBlock()))
            .toList();

    @Test
    void theClusterLetsOutWhatTheServiceItselfTakesForPublic() throws UnknownHostException {
        Random random = new Random(20260101);
        for (int i = 0; i < SAMPLES; i++) {
            byte[] address = new byte[i % 2 == 0 ? 4 : 16];
            random.nextBytes(address);
            compare(address);
        }
        for (IPBlock block : blocks) {
            for (String range : block.getExcept()) {
                compare(InetAddress.getByName(range.split("/")[0]).getAddress());
            }
        }
    }

    private void compare(byte[] address) throws UnknownHostException {
        boolean allowed = blocks.stream()
                .anyMatch(block -> contains(block.getCidr(), address)
                        && block.getExcept().stream().noneMatch(range -> contains(range, address)));
        assertEquals(
                PublicAddresses.contain(address),
                allowed,
                InetAddress.getByAddress(address).getHostAddress());
    }

    private static boolean contains(String range, byte[] address) {
        return AddressRange.of(range).contains(address);
    }
}
