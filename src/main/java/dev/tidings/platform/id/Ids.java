package dev.tidings.platform.id;

import com.github.f4b6a3.ulid.Ulid;
import com.github.f4b6a3.ulid.UlidFactory;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;

/** Makes ids that sort by the time they were made, strictly so within one process. */
@ApplicationScoped
public class Ids {
    /** Times take 48 bits. */
    private static final long LAST_MOMENT = (1L << 48) - 1;

    private final SecureRandom random = new SecureRandom();
    private final UlidFactory factory;

    Ids(Clock clock) {
        this.factory = UlidFactory.newMonotonicInstance(random, clock::millis);
    }

    public String next(IdKind kind) {
        return kind.prefix() + factory.create().toString().toLowerCase(Locale.ROOT);
    }

    /** A bound: ids of this kind that were made before the moment are smaller, later ones are not. */
    public static String bound(IdKind kind, Instant moment) {
        long millis = Math.max(0, Math.min(moment.toEpochMilli(), LAST_MOMENT));
        return kind.prefix() + Ulid.min(millis).toString().toLowerCase(Locale.ROOT);
    }

    /** 16 upper-case hexadecimal digits that cannot be guessed: for what must be unique but not sorted. */
    public String random() {
        return HexFormat.of().withUpperCase().toHexDigits(random.nextLong());
    }
}
