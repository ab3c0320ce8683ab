package dev.tidings.platform.egress;

import java.net.InetAddress;
import java.util.List;

/** A URL that may be called, at these addresses and at this moment: an address is judged anew for each connection. */
public record Cleared(ParsedUrl target, List<InetAddress> addresses) implements Clearance {}
