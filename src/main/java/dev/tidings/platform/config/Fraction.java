package dev.tidings.platform.config;

import org.eclipse.microprofile.config.spi.Converter;

/** A number from 0 to 1. */
public final class Fraction implements Converter<Double> {
    @Override
    public Double convert(String text) {
        String digits = text.strip();
        if (!digits.matches("0|1|[01]?\\.[0-9]{1,9}") || Double.parseDouble(digits) > 1) {
            throw new IllegalArgumentException("must be a number from 0 to 1, such as 0.5");
        }
        return Double.valueOf(digits);
    }
}
