package dev.tidings.platform.net;

import io.netty.util.NetUtil;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Arrays;

/** A block of IPv4 or IPv6 addresses, such as {@code 10.0.0.0/8}; {@link AddressRangeConverter} reads settings. */
@RegisterForReflection
public final class AddressRange {
    private final byte[] network;
    private final int prefix;

    private AddressRange(byte[] network, int prefix) {
        this.network = network;
        this.prefix = prefix;
    }

    /**
     * Parses a CIDR; an address alone is a block of one.
     *
     * @throws IllegalArgumentException when the text is not a CIDR
     */
    public static AddressRange of(String cidr) {
        String text = cidr.trim();
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        byte[] network = address.indexOf('%') >= 0 ? null : NetUtil.createByteArrayFromIpAddressString(address);
        if (network == null) {
            throw notACidr();
        }
        int bits = network.length * 8;
        String length = slash < 0 ? Integer.toString(bits) : text.substring(slash + 1);
        if (!length.matches("[0-9]{1,3}") || Integer.parseInt(length) > bits) {
            throw notACidr();
        }
        AddressRange range = new AddressRange(network, Integer.parseInt(length));
        if (!range.startsAt(network)) {
            throw new IllegalArgumentException("must be a CIDR without bits beyond its prefix");
        }
        return range;
    }

    /** Whether an address is in the block; one of the other family never is. */
    public boolean contains(byte[] address) {
        if (address.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit += 8) {
            int mask = 0xff << Math.max(0, 8 - (prefix - bit));
            if (((address[bit / 8] ^ network[bit / 8]) & mask & 0xff) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether all of another block is in this block. */
    public boolean contains(AddressRange other) {
        return other.prefix >= prefix && contains(other.network);
    }

    private boolean startsAt(byte[] address) {
        byte[] start = Arrays.copyOf(address, address.length);
        for (int bit = prefix; bit < start.length * 8; bit++) {
            start[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
        }
        return Arrays.equals(start, address);
    }

    private static IllegalArgumentException notACidr() {
        return new IllegalArgumentException("must be a CIDR such as 10.0.0.0/8 or fd00::/8");
    }
}
