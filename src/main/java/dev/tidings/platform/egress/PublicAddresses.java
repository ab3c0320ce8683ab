package dev.tidings.platform.egress;

import dev.tidings.platform.net.AddressRange;
import java.util.List;
import java.util.stream.Stream;

/** Knows the addresses of the public internet. */
final class PublicAddresses {
    private static final List<AddressRange> CLOSED_V4 = ranges(
            "0.0.0.0/8", // this network
            "10.0.0.0/8", // private
            "100.64.0.0/10", // behind a carrier's NAT; a cloud's metadata
            "127.0.0.0/8", // loopback
            "169.254.0.0/16", // link-local; the metadata of most clouds
            "172.16.0.0/12", // private
            "192.0.0.0/24", // protocols; a cloud's metadata
            "192.0.2.0/24", // documentation
            "192.88.99.0/24", // relays from IPv6
            "192.168.0.0/16", // private
            "198.18.0.0/15", // benchmarks
            "198.51.100.0/24", // documentation
            "203.0.113.0/24", // documentation
            "224.0.0.0/4", // multicast
            "240.0.0.0/4", // reserved, broadcast
            "168.63.129.16/32"); // a cloud's own agent, at an address that looks public

    /** All addresses that are assigned for the internet; others are local, mapped or reserved. */
    private static final AddressRange GLOBAL_V6 = AddressRange.of("2000::/3");

    private static final List<AddressRange> CLOSED_V6 = ranges(
            "2001::/23", // protocols: Teredo (carries any IPv4), ORCHID, benchmarks
            "2001:db8::/32", // documentation
            "2002::/16", // 6to4, carries any IPv4
            "3fff::/20"); // documentation

    private PublicAddresses() {}

    /** @param address 4 or 16 bytes, a mapped IPv4 address as 4 */
    static boolean contain(byte[] address) {
        if (address.length == 4) {
            return outside(CLOSED_V4, address);
        }
        return GLOBAL_V6.contains(address) && outside(CLOSED_V6, address);
    }

    private static boolean outside(List<AddressRange> ranges, byte[] address) {
        return ranges.stream().noneMatch(range -> range.contains(address));
    }

    private static List<AddressRange> ranges(String... cidrs) {
        return Stream.of(cidrs).map(AddressRange::of).toList();
    }
}
