package dev.tidings.platform.sql;

import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Times as the reactive client reads and writes them: to the microsecond, which is what PostgreSQL keeps. */
public final class SqlTimes {
    private SqlTimes() {}

    public static OffsetDateTime time(Instant instant) {
        return instant == null ? null : cut(instant).atOffset(ZoneOffset.UTC);
    }

    /** The time as it will be read again; never later, as rounding would make it. */
    public static Instant cut(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }

    public static Instant instant(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }
}
