package dev.tidings.core.engine.command;

import io.vertx.core.json.JsonObject;

/**
 * A call to the owner of a session.
 *
 * @param id of a send the message's, so that it is made once
 */
record EngineCommand(String id, String sessionId, String engine, CommandType type, JsonObject arguments) {}
