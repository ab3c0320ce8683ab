package dev.tidings.platform.egress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.platform.egress.ParsedUrl.Refusal;
import dev.tidings.platform.egress.ParsedUrl.Refusal.Kind;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which URLs may be called, and in which form they are. */
class EgressUrlTest {
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
}
