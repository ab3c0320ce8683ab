package dev.tidings.access.auth;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Collects when keys were last used and stores it from time to time: no request has to write it. */
@ApplicationScoped
public class KeyUsageRecorder {
    private final CredentialRepository credentials;
    private final Clock clock;
    private final Map<String, Instant> seen = new ConcurrentHashMap<>();

    KeyUsageRecorder(CredentialRepository credentials, Clock clock) {
        this.credentials = credentials;
        this.clock = clock;
    }

    void note(String keyId) {
        seen.put(keyId, clock.instant());
    }

    /** Stores what was collected; a key that is used again meanwhile stays for the next time. */
    public Uni<Void> write() {
        Map<String, Instant> gathered = Map.copyOf(seen);
        return gathered.isEmpty()
                ? Uni.createFrom().voidItem()
                : credentials.used(gathered).invoke(() -> gathered.forEach(seen::remove));
    }
}
