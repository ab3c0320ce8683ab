package dev.tidings.engine.linked.crypto;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidings.engine.linked.codec.OffendingPartner;
import java.security.SecureRandom;
import java.security.Security;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;

/** Breaks every rule of the engine once, so that a test can show that they hold something. */
public final class Offender {
    static Mac shared;
    static ObjectMapper notPlain;
    static AtomicLong alsoNotPlain;

    record Key(byte[] value) {
        @Override
        public String toString() {
            return HexFormat.of().formatHex(value);
        }
    }

    static boolean breakRules(byte[] one, byte[] other) {
        Security.removeProvider("none");
        new SecureRandom().nextBytes(one);
        OffendingPartner.call(Instant.now().toString());
        return Arrays.equals(one, other);
    }
}
