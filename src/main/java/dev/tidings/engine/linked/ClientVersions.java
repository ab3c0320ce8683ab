package dev.tidings.engine.linked;

import dev.tidings.engine.linked.connection.ClientVersion;
import io.smallrye.mutiny.Uni;

/** Which version of WhatsApp Web we connect as. */
interface ClientVersions {
    ClientVersion current();

    /** Looks for a newer one at once, because the server refused this one. */
    Uni<Void> refresh();
}
