package dev.tidings.core.event;

import java.time.Instant;

/**
 * Something that happened to a session or a message.
 *
 * @param at when it happened
 * @param sequence its place among the events of its session, from 1, without gaps
 * @param data JSON: the message or the session as it was then
 */
public record Event(String id, EventType type, Instant at, String sessionId, long sequence, String data) {

    /**
     * The event as every reader gets it, always the same bytes.
     *
     * @param name the name that the reader uses: the event's own, or that of its group
     */
    public String json(String name) {
        return json(id, name, at, sessionId, sequence, data);
    }

    /**
     * The same from its parts.
     *
     * @param sessionId null: not of a session
     */
    public static String json(String id, String name, Instant at, String sessionId, long sequence, String data) {
        // ids, names and times contain nothing that JSON would escape
        String session = sessionId == null ? "null" : "\"" + sessionId + "\"";
        return "{\"id\":\"" + id + "\",\"event\":\"" + name + "\",\"timestamp\":\"" + at + "\",\"sessionId\":" + session
                + ",\"sequence\":" + sequence + ",\"data\":" + data + "}";
    }
}
