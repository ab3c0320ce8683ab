package dev.tidings.platform.egress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EgressPolicyTest {
    private final EgressPolicy production = TestPolicy.production();

    @ParameterizedTest
    @MethodSource("hostile")
    void refusesHostileUrls(Kind kind, String url) {
        Refusal refusal = assertInstanceOf(Refusal.class, production.parse(url), url);
        assertEquals(kind, refusal.kind(), url);
        assertTrue(refusal.reason().endsWith("."), refusal.reason());
    }

    static Stream<Arguments> hostile() {
        return Stream.of(
                        urls(
                                Kind.MALFORMED,
                                "",
                                " ",
                                " https://example.com",
                                "https://example.com ",
                                "https://exa mple.com",
                                "https://example.com/a b",
                                "https://example.com/\r\nHost: inner",
                                "https://example.com/\0",
                                "https://example.com\t/",
                                "https:\\\\example.com",
                                "https://example.com\\@127.0.0.1/",
                                "https://example.com/a\\b",
                                "https://example.com/\u007f",
                                "https://example.com/\u0085",
                                "https://example.com/\ud800"),
                        urls(Kind.TOO_LONG, "https://example.com/" + "a".repeat(2029)),
                        urls(
                                Kind.SCHEME,
                                "example.com",
                                "//example.com",
                                "/a",
                                "ftp://example.com",
                                "file:///etc/passwd",
                                "gopher://127.0.0.1:6379/_",
                                "jar:https://example.com!/",
                                "javascript:alert(1)",
                                "data:text/plain,a",
                                "https:example.com",
                                "https:/example.com",
                                "httpss://example.com",
                                "ws://example.com",
                                "http:127.0.0.1",
                                "dict://127.0.0.1",
                                "ldap://127.0.0.1",
                                "unix:///run/docker.sock"),
                        urls(
                                Kind.USERINFO,
                                "https://user@example.com",
                                "https://user:pw@example.com",
                                "https://@example.com",
                                "https://example.com@127.0.0.1",
                                "https://a:b@c@example.com",
                                "https://example.com:443@10.0.0.1/",
                                "https://[::1]@example.com"),
                        urls(
                                Kind.HOST,
                                "https://",
                                "https:///path",
                                "https://?q",
                                "https://#f",
                                "https://:443",
                                "https://.",
                                "https://..",
                                "https://example..com",
                                "https://.example.com",
                                "https://-example.com",
                                "https://example-.com",
                                "https://" + "a".repeat(64) + ".com",
                                "https://" + "a.".repeat(127) + "com",
                                "https://exa$mple.com",
                                "https://example.com,evil.com",
                                "https://%31%32%37.0.0.1",
                                "https://127.0.0.1%2f.example.com",
                                "https://1.2.3.4.5",
                                "https://256.1.1.1",
                                "https://1.2.3.256",
                                "https://4294967296",
                                "https://0x100000000",
                                "https://1.16777216",
                                "https://1.2.65536",
                                "https://08.1.1.1",
                                "https://1.2.3.08",
                                "https://1..2",
                                "https://a.1",
                                "https://example.0x7f",
                                "https://1.2.3.4..",
                                "https://99999999999999999999",
                                "https://[",
                                "https://[]",
                                "https://[::1",
                                "https://::1",
                                "https://[::1]a",
                                "https://[::1]]",
                                "https://[[::1]]",
                                "https://[fe80::1%25eth0]",
                                "https://[fe80::1%eth0]",
                                "https://[2600::1%1]",
                                "https://[1.2.3.4]",
                                "https://[::g]",
                                "https://[1:2:3]",
                                "https://[::1.2.3.256]",
                                "https://[v1.a]",
                                "https://a\u3002\u3002b",
                                "https://\u00ad"),
                        urls(
                                Kind.PORT,
                                "https://example.com:0",
                                "https://example.com:65536",
                                "https://example.com:-1",
                                "https://example.com:+443",
                                "https://example.com:443a",
                                "https://example.com:4 43".replace(" ", "x"),
                                "https://example.com:00000443",
                                "https://example.com:80:80",
                                "https://8.8.8.8:99999",
                                "https://[2600::1]:0",
                                "https://example.com:\u0664\u0664\u0663"),
                        urls(
                                Kind.HTTPS_REQUIRED,
                                "http://example.com",
                                "HTTP://example.com",
                                "http://8.8.8.8",
                                "http://[2600::1]/"),
                        urls(
                                Kind.FORBIDDEN_ADDRESS,
                                "https://127.0.0.1",
                                "https://127.0.0.1.",
                                "http://127.0.0.1",
                                "https://127.1",
                                "https://127.0.1",
                                "https://2130706433",
                                "https://0x7f000001",
                                "https://0x7F.1",
                                "https://0x7f.0x0.0x0.0x1",
                                "https://017700000001",
                                "https://0177.0.0.1",
                                "https://0177.0.0.01",
                                "https://0",
                                "https://0x",
                                "https://0.0.0.0",
                                "https://0x0",
                                "https://00000177.1",
                                "https://169.254.169.254/latest/meta-data/",
                                "https://2852039166",
                                "https://0xa9fea9fe",
                                "https://0251.0376.0251.0376",
                                "https://169.254.43518",
                                "https://\uff11\uff12\uff17.0.0.1",
                                "https://127\u30020\uff0e0\uff611",
                                "https://\u2460\u2461\u2466.1",
                                "https://0\u24e77f.1",
                                "https://[::]",
                                "https://[::1]",
                                "https://[0:0:0:0:0:0:0:1]:8443/",
                                "https://[::ffff:127.0.0.1]",
                                "https://[::ffff:7f00:1]",
                                "https://[0:0:0:0:0:ffff:a00:1]",
                                "https://[::FFFF:169.254.169.254]",
                                "https://[::ffff:0:7f00:1]",
                                "https://[64:ff9b::7f00:1]",
                                "https://[64:ff9b::808:808]",
                                "https://[64:ff9b:1::1]",
                                "https://[2002:7f00:1::]",
                                "https://[2001::1]",
                                "https://[fe80::1]",
                                "https://[fec0::1]",
                                "https://[fd00:ec2::254]",
                                "https://[ff02::1]",
                                "https://[100::1]",
                                "https://[5f00::1]",
                                "https://168.63.129.16",
                                "https://100.100.100.200",
                                "https://192.0.0.192",
                                "https://255.255.255.255",
                                "https://10.0.0.1:443/#@example.com"))
                .flatMap(s -> s);
    }

    private static Stream<Arguments> urls(Kind kind, String... urls) {
        return Stream.of(urls).map(url -> Arguments.of(kind, url));
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.com,https://example.com/",
        "HTTPS://EXAMPLE.com:443,https://example.com/",
        "https://example.com:8443/a?b=c#d,https://example.com:8443/a?b=c",
        "https://example.com:,https://example.com/",
        "https://example.com.,https://example.com/",
        "https://example.com?a=b@c:d,https://example.com/?a=b@c:d",
        "https://example.com/@a:b//c,https://example.com/@a:b//c",
        "https://my_service.example,https://my_service.example/",
        "https://r3---sn-x.example,https://r3---sn-x.example/",
        "https://bücher.example/straße,https://xn--bcher-kva.example/stra%C3%9Fe",
        "https://ＥＸＡＭＰＬＥ.com,https://example.com/",
        "https://xn--bcher-kva.example/%20,https://xn--bcher-kva.example/%20",
        "https://example.com/{a}|\"<b>^`,https://example.com/%7Ba%7D%7C%22%3Cb%3E%5E%60",
        "https://example.com/😀,https://example.com/%F0%9F%98%80",
        "https://8.8.8.8,https://8.8.8.8/",
        "https://134744072:444,https://8.8.8.8:444/",
        "https://0x8.010.2056,https://8.8.8.8/",
        "https://[2606:4700:0:0:0:0:0:1111],https://[2606:4700::1111]/",
        "https://[::ffff:8.8.8.8]:8443/a,https://8.8.8.8:8443/a",
        "https://1password.com,https://1password.com/",
        "https://0x7f.example,https://0x7f.example/",
    })
    void bringsUrlsToOneForm(String url, String canonical) {
        assertEquals(
                canonical,
                assertInstanceOf(ParsedUrl.Target.class, production.parse(url), url)
                        .url());
    }

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
