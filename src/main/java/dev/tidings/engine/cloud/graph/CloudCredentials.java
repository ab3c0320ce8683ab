package dev.tidings.engine.cloud.graph;

/** What a call to Meta for a session needs. */
public record CloudCredentials(String sessionId, String phoneNumberId, String accessToken) {

    public String bearer() {
        return "Bearer " + accessToken;
    }

    /** Without the token, because this may be written to a log. */
    @Override
    public String toString() {
        return "CloudAccess[" + sessionId + "]";
    }
}
