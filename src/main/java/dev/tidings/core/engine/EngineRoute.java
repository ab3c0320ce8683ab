package dev.tidings.core.engine;

/** Brings calls to an engine whose sessions are owned to the replica that owns the session. */
public interface EngineRoute {

    /** The engine as any replica may call it. */
    Engine of(Engine engine);

    /** The engine for sessions of this replica alone: for others it answers that they must wait. */
    Engine here(Engine engine);
}
