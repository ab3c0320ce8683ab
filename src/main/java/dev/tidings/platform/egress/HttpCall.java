package dev.tidings.platform.egress;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Map;

/** A request to be made. */
record HttpCall(HttpMethod method, String url, Map<String, String> headers, Buffer body, CallLimits limits) {

    /**
     * Connects to the address that was judged; TLS, its server name and {@code Host} keep to the name.
     *
     * @param left how many addresses are left to be tried, with this one: a dead one leaves time for those after it
     */
    RequestOptions to(ParsedUrl.Target target, InetAddress address, int left) {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(nameless(address), target.port())))
                .setHost(target.host())
                .setPort(target.port())
                .setSsl(target.secure())
                .setURI(target.path())
                .setFollowRedirects(false)
                .setConnectTimeout(Math.max(1, limits.connect().dividedBy(left).toMillis()))
                .putHeader(HttpHeaders.USER_AGENT, "Tidings");
        headers.forEach((name, value) -> {
            if (!ConnectionHeaders.contain(name)) {
                options.putHeader(name, value);
            }
        });
        return options.putHeader(HttpHeaders.HOST, target.authority());
    }

    /** So that nothing can resolve a name again. */
    private static InetAddress nameless(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
