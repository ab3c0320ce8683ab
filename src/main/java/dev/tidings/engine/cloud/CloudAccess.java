package dev.tidings.engine.cloud;

/** What it takes to call Meta for a session. */
record CloudAccess(String sessionId, String phoneNumberId, String accessToken) {

    String bearer() {
        return "Bearer " + accessToken;
    }

    /** Without the token: this may end up in a log. */
    @Override
    public String toString() {
        return "CloudAccess[" + sessionId + "]";
    }
}
