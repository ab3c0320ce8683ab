package dev.tidings.platform.net;

import io.netty.util.NetUtil;
import java.util.Arrays;
import java.util.HexFormat;

/** IP addresses as bytes: 4 or 16, an IPv4 address mapped into IPv6 as 4. */
public final class Addresses {
    private static final AddressRange MAPPED_V4 = AddressRange.of("::ffff:0:0/96");

    /** The block that one subscriber usually gets; within it addresses change often. */
    private static final int SUBSCRIBER_BYTES = 8;

    private Addresses() {}

    /** The address in its shortest form. */
    public static byte[] unmapped(byte[] address) {
        return MAPPED_V4.contains(address) ? Arrays.copyOfRange(address, 12, 16) : address;
    }

    /** The bytes of an address in text form; none when the text is not an address. */
    public static byte[] of(String text) {
        byte[] address = text == null ? null : NetUtil.createByteArrayFromIpAddressString(text);
        return address == null ? new byte[0] : unmapped(address);
    }

    /** Identifies the subscriber behind an address: the IPv4 address, or the /64 of an IPv6 address. */
    public static String subscriber(String text) {
        byte[] address = of(text);
        return HexFormat.of().formatHex(address, 0, Math.min(address.length, SUBSCRIBER_BYTES));
    }
}
