package dev.tidings.engine.linked.store;

import dev.tidings.core.directory.OwnershipToken;
import dev.tidings.core.directory.SessionOwnership;
import dev.tidings.engine.linked.store.LinkedDevice.Phase;
import dev.tidings.platform.crypto.SecretBox;
import dev.tidings.platform.crypto.SecretPlace;
import dev.tidings.platform.sql.SqlTimes;
import dev.tidings.platform.sql.Transaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Locale;

/**
 * The credentials of sessions, sealed. What the owner of a session writes carries its token, and fails when another replica has
 * taken the session over.
 */
@ApplicationScoped
public class DeviceRepository {
    private static final String TABLE = "linked_device";

    private static final String FIND = """
            SELECT device.session_id, device.generation, device.revision, device.phase, device.next_pre_key_id, device.record,
                   settings.record AS settings
            FROM linked_device AS device LEFT JOIN linked_settings AS settings ON settings.session_id = device.session_id
            WHERE device.session_id = $1""";

    /** Within the generation of the session: see {@link LinkedDevice#lastOf}. */
    private static final String NEXT_GENERATION = """
            SELECT coalesce((SELECT generation FROM session WHERE id = $1), 0) * (1::bigint << 40)
                   + nextval('linked_generation') AS generation""";

    private static final String CREATE = """
            INSERT INTO linked_device (session_id, generation, phase, next_pre_key_id, record, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $6) ON CONFLICT (session_id) DO NOTHING""";

    private static final String UPDATE = """
            UPDATE linked_device SET phase = $4, record = $5, updated_at = $6, revision = revision + 1
            WHERE session_id = $1 AND generation = $2 AND revision = $3""";

    /** All that belongs to the credentials goes with them. */
    private static final String WIPE = "DELETE FROM linked_device WHERE session_id = $1 AND generation <= $2";

    /** Of removed sessions whose unlinking is over. */
    private static final String SWEEP = """
            DELETE FROM linked_device WHERE EXISTS (
                SELECT 1 FROM session WHERE id = session_id AND deleted_at IS NOT NULL AND NOT unlink_due)""";

    private final Pool pool;
    private final SessionOwnership ownership;
    private final SecretBox box;
    private final Clock clock;

    DeviceRepository(Pool pool, SessionOwnership ownership, SecretBox box, Clock clock) {
        this.pool = pool;
        this.ownership = ownership;
        this.box = box;
        this.clock = clock;
    }

    /** The credentials of the session with its settings; null when it has none. */
    public Uni<LinkedDevice> find(String sessionId) {
        return find(pool, sessionId);
    }

    /** The same as the transaction sees it. */
    public Uni<LinkedDevice> find(Transaction transaction, String sessionId) {
        return find(transaction.connection(), sessionId);
    }

    /**
     * Stores the credentials of a session that has none. Those without a generation get one that is higher than that of any
     * before them, so that no late wipe of those can mean these.
     *
     * @return those, or the ones that the session has already, which then stay
     */
    public Uni<LinkedDevice> create(Transaction transaction, OwnershipToken token, LinkedDevice device) {
        return Tokens.lock(ownership, transaction, token, device.sessionId())
                .chain(() -> generation(transaction, device))
                .flatMap(generation -> execute(transaction, CREATE, values(device.inGeneration(generation))))
                .chain(() -> find(transaction, device.sessionId()));
    }

    private static Uni<Long> generation(Transaction transaction, LinkedDevice device) {
        return device.generation() != LinkedDevice.NEXT_GENERATION
                ? Uni.createFrom().item(device.generation())
                : execute(transaction, NEXT_GENERATION, Tuple.of(device.sessionId()))
                        .map(rows -> rows.iterator().next().getLong("generation"));
    }

    private Tuple values(LinkedDevice device) {
        return Tuple.tuple()
                .addString(device.sessionId())
                .addLong(device.generation())
                .addString(name(device.phase()))
                .addInteger(device.nextPreKeyId())
                .addBuffer(sealed(device))
                .addOffsetDateTime(SqlTimes.time(clock.instant()));
    }

    /**
     * Stores a change of what was read, or stored, last.
     *
     * @return the same with its new revision, to be changed next
     * @throws StaleDeviceException as a failure, when it was changed or wiped meanwhile
     */
    public Uni<LinkedDevice> update(Transaction transaction, OwnershipToken token, LinkedDevice changed) {
        Tuple values = Tuple.tuple()
                .addString(changed.sessionId())
                .addLong(changed.generation())
                .addLong(changed.revision())
                .addString(name(changed.phase()))
                .addBuffer(sealed(changed))
                .addOffsetDateTime(SqlTimes.time(clock.instant()));
        return Tokens.lock(ownership, transaction, token, changed.sessionId())
                .chain(() -> execute(transaction, UPDATE, values))
                .map(rows -> {
                    if (rows.rowCount() == 0) {
                        throw new StaleDeviceException(changed);
                    }
                    return changed.stored(changed.revision() + 1);
                });
    }

    /**
     * Removes the credentials of this generation and of any before it, with all that was stored for them; those of a later
     * pairing stay. Needs no owner: whoever wipes has been told to by the session's own row.
     *
     * @return whether there were any
     */
    public Uni<Boolean> wipe(Transaction transaction, String sessionId, long generation) {
        return execute(transaction, WIPE, Tuple.of(sessionId, generation)).map(rows -> rows.rowCount() > 0);
    }

    /** Removes credentials of sessions that are removed themselves: there is nothing left to unlink with them. */
    Uni<Void> sweep() {
        return pool.preparedQuery(SWEEP).execute().replaceWithVoid();
    }

    private Uni<LinkedDevice> find(SqlClient client, String sessionId) {
        return client.preparedQuery(FIND)
                .execute(Tuple.of(sessionId))
                .map(rows -> rows.size() == 0 ? null : device(rows.iterator().next()));
    }

    private static Uni<RowSet<Row>> execute(Transaction transaction, String sql, Tuple values) {
        return transaction.connection().preparedQuery(sql).execute(values);
    }

    private LinkedDevice device(Row row) {
        String sessionId = row.getString("session_id");
        long generation = row.getLong("generation");
        byte[] record = box.open(row.getBuffer("record").getBytes(), place(sessionId, generation));
        io.vertx.core.buffer.Buffer settings = row.getDelegate().getBuffer("settings");
        return DeviceFormat.read(record, sessionId, generation, phase(row.getString("phase")))
                .with(settings == null ? LinkedSettings.NONE : SettingsRepository.open(box, sessionId, settings))
                .stored(row.getLong("revision"), row.getInteger("next_pre_key_id"));
    }

    private Buffer sealed(LinkedDevice device) {
        return Buffer.buffer(box.seal(DeviceFormat.write(device), place(device.sessionId(), device.generation())));
    }

    static SecretPlace place(String sessionId, long generation) {
        return new SecretPlace(TABLE, sessionId, Long.toString(generation));
    }

    private static String name(Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT);
    }

    private static Phase phase(String name) {
        return Phase.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
