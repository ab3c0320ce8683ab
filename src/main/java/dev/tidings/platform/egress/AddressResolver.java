package dev.tidings.platform.egress;

import io.smallrye.mutiny.Uni;
import java.net.InetAddress;
import java.util.List;

/** Finds the addresses of a name. */
public interface AddressResolver {

    /**
     * All addresses of a name, in the order in which they are tried; fails with {@code UnknownHostException} when
     * there is none.
     */
    Uni<List<InetAddress>> resolve(String host);
}
