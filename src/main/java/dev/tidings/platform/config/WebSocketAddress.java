package dev.tidings.platform.config;

import java.net.URI;
import java.net.URISyntaxException;
import org.eclipse.microprofile.config.spi.Converter;

/** An address that begins with {@code ws://} or {@code wss://} and names a host, without a query. */
public final class WebSocketAddress implements Converter<URI> {
    @Override
    public URI convert(String text) {
        try {
            URI address = new URI(text.strip());
            if (address.getHost() != null
                    && address.getPort() <= 65_535
                    && address.getQuery() == null
                    && ("ws".equalsIgnoreCase(address.getScheme()) || "wss".equalsIgnoreCase(address.getScheme()))) {
                return address;
            }
        } catch (URISyntaxException malformed) {
            // answered below, as all the rest
        }
        throw new IllegalArgumentException("must be an address such as wss://host.example/path");
    }
}
