package dev.tidings.engine.linked.fake;

import dev.tidings.engine.linked.crypto.PublicKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Who speaks for a device, told by its key of the handshake: the connection that came last, and nobody else. One frame of another
 * may have been under way when that one came; a second was written by somebody who owns nothing any more.
 */
final class Owners {
    private final World world;
    private final Map<PublicKey, Owner> owners = new HashMap<>();
    private final Set<FakeConnection> late = new HashSet<>();

    private record Owner(FakeConnection connection, int number) {}

    Owners(World world) {
        this.world = world;
    }

    void arrived(PublicKey key, FakeConnection connection) {
        Owner before = owners.get(key);
        owners.put(key, new Owner(connection, before == null ? 1 : before.number() + 1));
    }

    /** @return whether this connection may say something */
    boolean mayWrite(PublicKey key, FakeConnection connection, String tag) {
        Owner owner = owners.get(key);
        if (owner.connection().equals(connection)) {
            return true;
        }
        if (!late.add(connection)) {
            world.violation(
                    Violation.Kind.OWNERSHIP,
                    connection.who(),
                    "wrote a " + tag + " after connection " + owner.connection().number() + " had come, the device's "
                            + owner.number() + ".");
        }
        return false;
    }

    void left(FakeConnection connection) {
        late.remove(connection);
    }
}
