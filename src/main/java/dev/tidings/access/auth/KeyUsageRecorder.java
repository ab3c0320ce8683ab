package dev.tidings.access.auth;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Gathers when keys were last used, and writes it down from time to time: no request writes for it. */
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

    /** Writes what has been gathered; what has been used again meanwhile stays for the next time. */
    public Uni<Void> write() {
        Map<String, Instant> gathered = Map.copyOf(seen);
        return gathered.isEmpty()
                ? Uni.createFrom().voidItem()
                : credentials.used(gathered).invoke(() -> gathered.forEach(seen::remove));
    }
}
