package dev.tidings.platform.config;

import org.eclipse.microprofile.config.spi.Converter;

/** A whole number from 1 up. */
public final class PositiveInt implements Converter<Integer> {
    @Override
    public Integer convert(String text) {
        String digits = text.strip();
        if (!digits.matches("[0-9]{1,9}") || Integer.parseInt(digits) == 0) {
            throw new IllegalArgumentException("must be a whole number from 1 to 999999999");
        }
        return Integer.valueOf(digits);
    }
}
