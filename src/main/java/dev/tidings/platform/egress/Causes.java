package dev.tidings.platform.egress;

import dev.tidings.platform.egress.EgressResult.TimedOut;
import dev.tidings.platform.egress.EgressResult.Unreachable;
import dev.tidings.platform.egress.EgressResult.Unreachable.Kind;
import io.netty.handler.codec.DecoderException;
import java.net.SocketException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Sorts what a connection fails with. */
final class Causes {
    private Causes() {}

    /** Before there is a connection to write to. */
    static Unreachable ofConnecting(boolean secure, Throwable cause) {
        boolean noConnection = cause instanceof SocketException || cause instanceof TimeoutException;
        return new Unreachable(secure && !noConnection ? Kind.TLS : Kind.CONNECT);
    }

    /** While the request is written and the answer read. */
    static EgressResult ofAnswer(Throwable cause) {
        if (cause instanceof TimeoutException) {
            return new TimedOut();
        }
        if (cause instanceof SSLException || cause.getCause() instanceof SSLException) {
            return new Unreachable(Kind.TLS);
        }
        boolean garbled = cause instanceof DecoderException || cause instanceof IllegalArgumentException;
        return new Unreachable(garbled ? Kind.PROTOCOL : Kind.RESET);
    }
}
