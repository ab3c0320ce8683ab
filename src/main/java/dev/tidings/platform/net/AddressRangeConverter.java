package dev.tidings.platform.net;

import org.eclipse.microprofile.config.spi.Converter;

/**
 * Reads blocks of addresses from settings. Without it the configuration would call {@link AddressRange#of} itself, and keep to
 * itself what that says of a wrong value.
 */
public final class AddressRangeConverter implements Converter<AddressRange> {
    @Override
    public AddressRange convert(String text) {
        return AddressRange.of(text);
    }
}
