package dev.tidings.core.engine;

import dev.tidings.core.directory.OwnershipToken;
import dev.tidings.core.directory.SessionOpener;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Opens sessions that came from another replica. */
@ApplicationScoped
class EngineSessionOpener implements SessionOpener {
    private final Engines engines;

    EngineSessionOpener(Engines engines) {
        this.engines = engines;
    }

    @Override
    public Uni<Void> open(OwnershipToken token, String engine) {
        return engines.get(engine).open(token.sessionId());
    }
}
