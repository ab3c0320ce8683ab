package dev.tidings.engine.linked.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyTest {
    @Test
    void takesALoginAndNeverShowsIt() {
        Proxy proxy =
                Proxy.parse("socks5://me:p%40ss+word@proxy.example.com:1080").orElseThrow();
        assertEquals(new Proxy(Proxy.Kind.SOCKS5, "proxy.example.com", 1080, "me", "p@ss+word"), proxy);
        assertEquals("socks5://proxy.example.com:1080", proxy.toString());
        assertEquals(
                new Proxy(Proxy.Kind.HTTP, "203.0.113.7", 3128, null, null),
                Proxy.parse("HTTP://203.0.113.7:3128/").orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "socks5://host",
                "https://host:1",
                "socks4://host:1",
                "socks5://host:0",
                "socks5://host:65536",
                "socks5://host:1/path",
                "http://host:1?a=b",
                "http://host:1#a",
                "host:1080",
                "socks5://:1080",
                "socks5://a b:1",
                "http://%zz@host:1"
            })
    void takesNothingElse(String url) {
        assertFalse(Proxy.parse(url).isPresent());
    }
}
