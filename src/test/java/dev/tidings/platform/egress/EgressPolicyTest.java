package dev.tidings.platform.egress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tidings.platform.egress.ParsedUrl.Refusal;
import dev.tidings.platform.egress.ParsedUrl.Refusal.Kind;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses may be called; {@link EgressUrlTest} sees to the URLs. */
class EgressPolicyTest {
    private final EgressPolicy production = TestPolicy.production();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.255.255.255",
                "10.0.0.0",
                "10.255.255.255",
                "100.64.0.0",
                "100.127.255.255",
                "127.0.0.0",
                "127.255.255.255",
                "169.254.0.0",
                "169.254.255.255",
                "172.16.0.0",
                "172.31.255.255",
                "192.0.0.0",
                "192.0.0.255",
                "192.0.2.0",
                "192.0.2.255",
                "192.88.99.0",
                "192.88.99.255",
                "192.168.0.0",
                "192.168.255.255",
                "198.18.0.0",
                "198.19.255.255",
                "198.51.100.0",
                "198.51.100.255",
                "203.0.113.0",
                "203.0.113.255",
                "224.0.0.0",
                "239.255.255.255",
                "240.0.0.0",
                "255.255.255.255",
                "168.63.129.16",
                "::",
                "::1",
                "::2",
                "::808:808",
                "::ffff:10.0.0.1",
                "fe80::",
                "febf:ffff::1",
                "fec0::1",
                "fc00::",
                "fdff:ffff::1",
                "ff00::",
                "ffff::1",
                "64:ff9b::",
                "64:ff9b::ffff:ffff",
                "64:ff9b:1::1",
                "2001::",
                "2001:0:ffff::1",
                "2001:2::1",
                "2001:1ff::1",
                "2001:db8::",
                "2001:db8:ffff::1",
                "2002::",
                "2002:ffff::1",
                "3fff::",
                "3fff:fff::1",
                "100::",
                "100::ffff",
                "1fff::1",
                "4000::1",
                "5f00::1"
            })
    void refusesAddressesThatAreNotPublic(String address) {
        assertEquals(Optional.of(Kind.FORBIDDEN_ADDRESS), judge(production, "https://name.example", address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0.0.0",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "191.255.255.255",
                "192.0.1.0",
                "192.0.3.0",
                "192.88.98.255",
                "192.88.100.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "198.51.99.255",
                "198.51.101.0",
                "203.0.112.255",
                "203.0.114.0",
                "223.255.255.255",
                "168.63.129.15",
                "168.63.129.17",
                "2000::1",
                "2001:200::1",
                "2001:db7:ffff::1",
                "2001:db9::1",
                "2003::1",
                "2606:4700::1111",
                "3fff:1000::1",
                "3ffe::1",
                "::ffff:8.8.8.8"
            })
    void letsPublicAddressesPass(String address) {
        assertEquals(Optional.empty(), judge(production, "https://name.example", address));
    }

    @Test
    void onePrivateAddressSpoilsAName() {
        assertEquals(
                Optional.of(Kind.FORBIDDEN_ADDRESS),
                judge(production, "https://name.example", "8.8.8.8", "2606:4700::1111", "10.0.0.1"));
        assertEquals(Optional.of(Kind.FORBIDDEN_ADDRESS), judge(production, "https://name.example"));
    }

    @Test
    void anAllowedNetworkIsCalledByHttpToo() {
        EgressPolicy policy = TestPolicy.production("10.20.0.0/16", " fd00:1::/32", "127.0.0.1");

        assertEquals(Optional.empty(), judge(policy, "http://inner", "10.20.255.1", "fd00:1::1"));
        assertEquals(Optional.empty(), judge(policy, "https://inner", "::ffff:10.20.0.1", "127.0.0.1"));
        assertEquals(Optional.of(Kind.FORBIDDEN_ADDRESS), judge(policy, "https://inner", "10.21.0.0"));
        assertEquals(Optional.of(Kind.FORBIDDEN_ADDRESS), judge(policy, "https://inner", "127.0.0.2"));
        assertEquals(Optional.of(Kind.HTTPS_REQUIRED), judge(policy, "http://inner", "10.20.0.1", "8.8.8.8"));
        assertInstanceOf(ParsedUrl.Target.class, policy.parse("http://127.1:8080"));
    }

    @Test
    void aNameWithoutAnAddressIsKeptForHttpsOnly() {
        EgressPolicy allowing = TestPolicy.production("10.20.0.0/16");

        ParsedUrl.Target plain = assertInstanceOf(ParsedUrl.Target.class, allowing.parse("http://inner"));
        assertEquals(
                Optional.of(Kind.HTTPS_REQUIRED),
                allowing.judgeUnresolved(plain).map(Refusal::kind));
        ParsedUrl.Target secure = assertInstanceOf(ParsedUrl.Target.class, allowing.parse("https://inner"));
        assertEquals(Optional.empty(), allowing.judgeUnresolved(secure));
        assertEquals(Optional.empty(), TestPolicy.lenient().judgeUnresolved(plain));
    }

    @Test
    void developmentCallsPublicAddressesByHttp() {
        EgressPolicy policy = TestPolicy.lenient("127.0.0.0/8", "::1/128");

        assertEquals(Optional.empty(), judge(policy, "http://name.example", "8.8.8.8"));
        assertInstanceOf(ParsedUrl.Target.class, policy.parse("http://127.9.9.9"));
        assertInstanceOf(ParsedUrl.Target.class, policy.parse("http://[::1]:8080"));
        assertInstanceOf(Refusal.class, policy.parse("http://10.0.0.1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "10.0.0.1/8",
                "::/129",
                "fd00::1/8",
                "inner",
                "fe80::%eth0/64",
                "10.0.0.0/8/8"
            })
    void aWrongNetworkStopsTheStart(String cidr) {
        assertThrows(IllegalArgumentException.class, () -> TestPolicy.production(cidr));
    }

    private static Optional<Kind> judge(EgressPolicy policy, String url, String... addresses) {
        ParsedUrl.Target target = assertInstanceOf(ParsedUrl.Target.class, policy.parse(url));
        List<InetAddress> resolved =
                Stream.of(addresses).map(EgressPolicyTest::address).toList();
        return policy.judge(target, resolved).map(Refusal::kind);
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(text));
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
