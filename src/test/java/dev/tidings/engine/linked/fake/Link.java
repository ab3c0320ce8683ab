package dev.tidings.engine.linked.fake;

import java.util.concurrent.CompletableFuture;

/** An attempt of a phone to link a device: where it stands, and how it ends. */
public final class Link {
    public enum State {
        /** The phone has done its part; the server or the device is next. */
        UNDER_WAY,
        /** The device has been asked for another code, which the phone has to scan too. */
        SCAN_AGAIN,
        /** The account wants its passkey to be used. */
        PASSKEY,
        LINKED,
        FAILED
    }

    private final CompletableFuture<FakeDevice> end = new CompletableFuture<>();
    private volatile State state = State.UNDER_WAY;
    private volatile String reason = "";

    Link() {}

    static Link failed(String reason) {
        Link link = new Link();
        link.fail(reason);
        return link;
    }

    public State state() {
        return state;
    }

    /** Why it failed: what the phone would show, or the error that the device answered with. Empty while it has not. */
    public String reason() {
        return reason;
    }

    /**
     * Waits until the device has proved that it is linked.
     *
     * @throws IllegalStateException if it failed or takes longer than half a minute
     */
    public FakeDevice await() {
        return Loop.wait(end);
    }

    boolean isOpen() {
        return !end.isDone();
    }

    void at(State now) {
        if (!end.isDone()) {
            state = now;
        }
    }

    void done(FakeDevice device) {
        state = State.LINKED;
        end.complete(device);
    }

    void fail(String why) {
        if (end.isDone()) {
            return;
        }
        reason = why;
        state = State.FAILED;
        end.completeExceptionally(new IllegalStateException("not linked: " + why));
    }
}
