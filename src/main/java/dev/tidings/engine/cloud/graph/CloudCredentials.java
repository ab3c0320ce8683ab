package dev.tidings.engine.cloud.graph;

/** What it takes to call Meta for a session. */
public record CloudCredentials(String sessionId, String phoneNumberId, String accessToken) {

    public String bearer() {
        return "Bearer " + accessToken;
    }

    /** Without the token: this may end up in a log. */
    @Override
    public String toString() {
        return "CloudAccess[" + sessionId + "]";
    }
}
