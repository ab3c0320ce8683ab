package dev.tidings.core.engine.command;

import dev.tidings.core.directory.SessionOwnership;
import dev.tidings.core.engine.Engine;
import dev.tidings.core.engine.EngineRoute;
import dev.tidings.platform.id.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The engines whose sessions are owned, as any replica may call them, and as their owner calls them. */
@ApplicationScoped
class RoutedEngines implements EngineRoute {
    private final SessionOwnership ownership;
    private final CommandCalls calls;
    private final CommandCodec codec;
    private final Ids ids;
    private final Map<String, Engine> direct = new ConcurrentHashMap<>();

    RoutedEngines(SessionOwnership ownership, CommandCalls calls, CommandCodec codec, Ids ids) {
        this.ownership = ownership;
        this.calls = calls;
        this.codec = codec;
        this.ids = ids;
    }

    @Override
    public Engine of(Engine engine) {
        direct.put(engine.name(), engine);
        return new RoutedEngine(engine, ownership, calls, codec, ids, false);
    }

    @Override
    public Engine here(Engine engine) {
        direct.put(engine.name(), engine);
        return new RoutedEngine(engine, ownership, calls, codec, ids, true);
    }

    /** The engine itself, for sessions of this replica. */
    Engine direct(String name) {
        Engine engine = direct.get(name);
        if (engine == null) {
            throw new IllegalStateException("no engine named " + name);
        }
        return engine;
    }
}
