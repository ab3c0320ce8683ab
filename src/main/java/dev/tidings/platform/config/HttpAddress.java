package dev.tidings.platform.config;

import java.net.URI;
import java.net.URISyntaxException;
import org.eclipse.microprofile.config.spi.Converter;

/** An address that begins with {@code http://} or {@code https://} and names a host. */
public final class HttpAddress implements Converter<String> {
    @Override
    public String convert(String text) {
        String address = text.strip();
        try {
            URI uri = new URI(address);
            if (uri.getHost() != null
                    && uri.getPort() <= 65_535
                    && ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))) {
                return address;
            }
        } catch (URISyntaxException malformed) {
            // told below, as all the rest
        }
        throw new IllegalArgumentException("must be an address such as https://host.example");
    }
}
