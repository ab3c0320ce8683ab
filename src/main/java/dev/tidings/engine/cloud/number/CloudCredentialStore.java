package dev.tidings.engine.cloud.number;

import dev.tidings.engine.cloud.graph.CloudConfig;
import dev.tidings.engine.cloud.graph.CloudCredentials;
import dev.tidings.engine.cloud.number.CloudSessionRepository.Sealed;
import dev.tidings.engine.cloud.number.CloudSessionRepository.SealedApp;
import dev.tidings.engine.cloud.number.CloudSessionRepository.Stored;
import dev.tidings.platform.async.BackgroundTasks;
import dev.tidings.platform.crypto.SealedTable;
import dev.tidings.platform.crypto.SecretBox;
import dev.tidings.platform.crypto.Sha256;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The settings of sessions; their secrets are sealed when they are stored and opened when they are read. */
@ApplicationScoped
public class CloudCredentialStore implements SealedTable {
    private static final int BATCH = 100;
    private static final String TOKEN = "/access-token";
    private static final String SECRET = "/app-secret";

    private final CloudSessionRepository repository;
    private final PacingRepository pace;
    private final SecretBox box;
    private final CloudConfig config;
    private final Clock clock;

    CloudCredentialStore(
            CloudSessionRepository repository, PacingRepository pace, SecretBox box, CloudConfig config, Clock clock) {
        this.repository = repository;
        this.pace = pace;
        this.box = box;
        this.config = config;
        this.clock = clock;
    }

    /** An app whose webhooks are accepted. */
    public record App(byte[] id, String secret) {
        /** Without the secret. */
        @Override
        public String toString() {
            return "App";
        }
    }

    /** A slot to send in, with the credentials for it and the conversation of the recipient, if it is stored. */
    public record Slot(
            CloudCredentials access,
            String chatId,
            boolean taken,
            Duration pause,
            boolean forRecipient,
            boolean backedOff) {}

    /** @throws ApiException {@code session_conflict} when another session has the number */
    public Uni<Void> keep(String sessionId, long generation, CloudSessionConfig settings) {
        Instant now = clock.instant();
        Stored stored = new Stored(
                sessionId,
                settings.phoneNumberId(),
                settings.businessAccountId(),
                box.seal(settings.accessToken(), sessionId + TOKEN),
                box.seal(settings.appSecret(), sessionId + SECRET),
                Sha256.of(settings.appSecret()),
                Sha256.of(settings.verifyToken()),
                generation);
        return repository
                .keep(stored, now, now.plus(config.checkInterval()))
                .invoke(kept -> {
                    if (!kept) {
                        throw ApiException.of(
                                ErrorCode.SESSION_CONFLICT,
                                "config.phoneNumberId",
                                "Another session uses this number, or this session another one.");
                    }
                })
                .replaceWithVoid();
    }

    /** What a call to Meta for the session needs; null once it is logged out. */
    public Uni<CloudCredentials> access(String sessionId) {
        return repository.find(sessionId).map(kept -> kept == null ? null : open(kept));
    }

    /**
     * The business account of a session's number.
     *
     * @param id null when it is not known
     */
    public record Business(CloudCredentials access, String id) {
        public Business withId(String found) {
            return new Business(access, found);
        }
    }

    /** Null once the session is logged out. */
    public Uni<Business> business(String sessionId) {
        return repository
                .findBusiness(sessionId)
                .map(kept -> kept == null ? null : new Business(open(kept.session()), kept.businessAccountId()));
    }

    /** Stores the business account of a number, unless the session's config names one. */
    public Uni<Void> learnBusiness(CloudCredentials access, String businessAccountId) {
        return repository.learnBusiness(access.sessionId(), access.phoneNumberId(), businessAccountId);
    }

    /** The next slot of the session's number to send to the recipient; null once it is logged out. */
    public Uni<Slot> slot(String sessionId, String recipient) {
        return pace.take(sessionId, recipient, clock.instant())
                .map(slot -> slot == null
                        ? null
                        : new Slot(
                                open(slot.session()),
                                slot.chatId(),
                                slot.taken(),
                                slot.pause(),
                                slot.forRecipient(),
                                slot.backedOff()));
    }

    /** Deletes what was stored for the session in this generation, or in one before it. */
    public Uni<Void> forget(String sessionId, long generation) {
        return repository.forget(sessionId, generation);
    }

    public Uni<List<App>> apps() {
        return repository.apps().map(apps -> apps.stream().map(this::open).toList());
    }

    public Uni<Boolean> knowsVerifyToken(String token) {
        return repository.knowsVerifyToken(Sha256.of(token));
    }

    /** Connected sessions that are due to be checked; each is given to one replica. */
    public Uni<List<Sealed>> claimCheckDue() {
        Instant now = clock.instant();
        return repository.claimCheckDue(now, now.plus(config.checkInterval()));
    }

    @Override
    public String holds() {
        return "credentials of the cloud engine";
    }

    @Override
    public Uni<Step> reseal(String after) {
        return repository
                .outdated(after, box.currentPrefix(), BATCH)
                .flatMap(found -> BackgroundTasks.each(found, this::reseal)
                        .replaceWith(() -> new Step(
                                found.size() < BATCH
                                        ? null
                                        : found.get(BATCH - 1).sessionId(),
                                found.size())));
    }

    private Uni<Void> reseal(Sealed sealed) {
        String id = sealed.sessionId();
        String token = box.reseal(sealed.accessToken(), id + TOKEN);
        return repository
                .findAppSecret(id)
                .flatMap(secret -> secret == null
                        ? Uni.createFrom().voidItem()
                        : repository.reseal(sealed, token, box.reseal(secret, id + SECRET)));
    }

    public CloudCredentials open(Sealed sealed) {
        String token = box.open(sealed.accessToken(), sealed.sessionId() + TOKEN);
        return new CloudCredentials(sealed.sessionId(), sealed.phoneNumberId(), token);
    }

    private App open(SealedApp app) {
        return new App(app.app(), box.open(app.appSecret(), app.sessionId() + SECRET));
    }
}
