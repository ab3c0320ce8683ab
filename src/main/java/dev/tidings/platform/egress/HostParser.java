package dev.tidings.platform.egress;

import dev.tidings.platform.egress.ParsedUrl.Refusal;
import dev.tidings.platform.egress.ParsedUrl.RefusedException;
import io.netty.util.NetUtil;
import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Brings a host to its one form, so that no spelling of an address counts as a name. */
final class HostParser {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0x[0-9a-f]*");
    private static final int MAX_NAME = 253;

    private HostParser() {}

    /** @param address the host, when it is an address */
    record Host(String text, Optional<InetAddress> address) {}

    /** @param written as it is in the URL, IPv6 in its brackets */
    static Host canonical(String written) {
        if (written.startsWith("[")) {
            return ofV6(written.substring(1, written.length() - 1));
        }
        String name = ascii(written);
        String[] labels = name.split("\\.", -1);
        if (NUMBER.matcher(labels[labels.length - 1]).matches()) {
            return ofV4(labels);
        }
        for (String label : labels) {
            if (!LABEL.matcher(label).matches()) {
                throw refused("The host is not a valid name.");
            }
        }
        return new Host(name, Optional.empty());
    }

    private static String ascii(String written) {
        String name;
        try {
            name = IDN.toASCII(written, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException | IndexOutOfBoundsException notAName) {
            throw refused("The host is not a valid name.");
        }
        String relative = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        if (relative.isEmpty() || relative.length() > MAX_NAME) {
            throw refused("The host must have 1 to " + MAX_NAME + " characters.");
        }
        return relative;
    }

    private static Host ofV6(String text) {
        if (text.indexOf('%') >= 0) {
            throw refused("An IPv6 address must not name a zone.");
        }
        if (!NetUtil.isValidIpV6Address(text)) {
            throw refused("The host is not a valid IPv6 address.");
        }
        return ofBytes(NetUtil.createByteArrayFromIpAddressString(text));
    }

    /** One to four numbers, decimal, octal or hexadecimal, of which the last fills the rest: what {@code inet_aton} reads. */
    private static Host ofV4(String[] parts) {
        if (parts.length > 4) {
            throw notV4();
        }
        long address = 0;
        for (int i = 0; i < parts.length; i++) {
            boolean last = i == parts.length - 1;
            int bytes = last ? 4 - i : 1;
            long number = number(parts[i]);
            if (number >= 1L << (8 * bytes)) {
                throw notV4();
            }
            address |= number << (last ? 0 : 8 * (3 - i));
        }
        return ofBytes(
                new byte[] {(byte) (address >> 24), (byte) (address >> 16), (byte) (address >> 8), (byte) address});
    }

    private static long number(String part) {
        if (!NUMBER.matcher(part).matches()) {
            throw notV4();
        }
        boolean hex = part.startsWith("0x");
        boolean octal = !hex && part.length() > 1 && part.startsWith("0");
        String digits = hex ? part.substring(2) : part;
        try {
            return digits.isEmpty() ? 0 : Long.parseLong(digits, hex ? 16 : octal ? 8 : 10);
        } catch (NumberFormatException tooBigOrNotOctal) {
            throw notV4();
        }
    }

    private static Host ofBytes(byte[] bytes) {
        try {
            // unmaps ::ffff:0:0/96
            InetAddress address = InetAddress.getByAddress(bytes);
            return new Host(NetUtil.toAddressString(address), Optional.of(address));
        } catch (UnknownHostException wrongLength) {
            throw refused("The host is not a valid address.");
        }
    }

    private static RefusedException notV4() {
        return refused("The host is not a valid IPv4 address.");
    }

    private static RefusedException refused(String reason) {
        return new RefusedException(Refusal.Kind.HOST, reason);
    }
}
