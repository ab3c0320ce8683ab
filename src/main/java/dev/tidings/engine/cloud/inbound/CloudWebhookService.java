package dev.tidings.engine.cloud.inbound;

import dev.tidings.core.engine.EngineListener;
import dev.tidings.core.engine.StatusChange;
import dev.tidings.engine.cloud.graph.CloudMetrics;
import dev.tidings.engine.cloud.graph.ErrorClassification;
import dev.tidings.engine.cloud.graph.GraphErrorTable;
import dev.tidings.engine.cloud.number.ChatRepository;
import dev.tidings.engine.cloud.number.CloudCredentialStore;
import dev.tidings.engine.cloud.number.CloudCredentialStore.App;
import dev.tidings.engine.cloud.number.CloudErrorHandler;
import dev.tidings.engine.cloud.number.CloudSessionRepository;
import dev.tidings.platform.async.BackgroundTasks;
import dev.tidings.platform.async.BlockingTasks;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.unchecked.Unchecked;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Processes Meta's notices. All sessions share one address: the signature shows which app a body comes from, and it
 * counts for the numbers of that app only. Meta is answered once all of it is committed, and otherwise sends it again;
 * a repeated notice changes nothing.
 */
@ApplicationScoped
class CloudWebhookService {
    static final String SIGNATURE = "X-Hub-Signature-256";

    /** Larger bodies are processed off the event loop. */
    private static final int LARGE = 64 * 1024;

    /** No message is sent to it, so it delays nothing. */
    private static final String UNKNOWN_RECIPIENT = "unknown";

    private final CloudCredentialStore accounts;
    private final CloudSessionRepository sessions;
    private final ChatRepository chats;
    private final CloudDownloads downloads;
    private final CloudErrorHandler troubles;
    private final EngineListener listener;
    private final CloudMetrics metrics;
    private final BlockingTasks blocking;
    private final Clock clock;

    CloudWebhookService(
            CloudCredentialStore accounts,
            CloudSessionRepository sessions,
            ChatRepository chats,
            CloudDownloads downloads,
            CloudErrorHandler troubles,
            EngineListener listener,
            CloudMetrics metrics,
            BlockingTasks blocking,
            Clock clock) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.chats = chats;
        this.downloads = downloads;
        this.troubles = troubles;
        this.listener = listener;
        this.metrics = metrics;
        this.blocking = blocking;
        this.clock = clock;
    }

    /**
     * The answer that Meta expects when it verifies the address.
     *
     * @throws ApiException {@code insufficient_permissions} unless a session has the token
     */
    Uni<String> verify(String mode, String token, String challenge) {
        if (!"subscribe".equals(mode) || token == null || challenge == null) {
            throw unverified();
        }
        return accounts.knowsVerifyToken(token)
                .invoke(known -> {
                    if (!known) {
                        throw unverified();
                    }
                })
                .replaceWith(challenge);
    }

    /**
     * Processes a body: all of it, or nothing that Meta would not repeat.
     *
     * @return how many notices it contained
     * @throws ApiException {@code missing_api_key}, {@code invalid_api_key} when the signature is missing or wrong
     */
    Uni<Integer> receive(byte[] body, String signature) {
        if (signature == null || signature.isBlank()) {
            throw ApiException.of(ErrorCode.MISSING_API_KEY, SIGNATURE, "Meta signs with the secret of the app.");
        }
        return accounts.apps()
                .flatMap(apps -> away(body, () -> WebhookSignature.signer(body, signature, apps)))
                .map(this::requireSigner)
                .flatMap(app -> away(body, () -> notices(body)).flatMap(notices -> route(app, notices)));
    }

    private Uni<Integer> route(App app, List<CloudNotification> notices) {
        List<String> numbers = notices.stream()
                .map(CloudNotification::phoneNumberId)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        return (numbers.isEmpty()
                        ? Uni.createFrom().item(Map.<String, String>of())
                        : sessions.routes(app.id(), numbers))
                .flatMap(routes -> BackgroundTasks.each(notices, notice -> route(routes, notice)))
                .replaceWith(notices.size());
    }

    private Uni<Void> route(Map<String, String> routes, CloudNotification notice) {
        if (notice instanceof CloudNotification.Other) {
            return counted(CloudMetrics.Notice.IGNORED, Uni.createFrom().voidItem());
        }
        String sessionId = routes.get(notice.phoneNumberId());
        if (sessionId == null) {
            return counted(CloudMetrics.Notice.UNKNOWN_NUMBER, Uni.createFrom().voidItem());
        }
        if (notice instanceof CloudNotification.Message message) {
            return counted(
                    message.echo() ? CloudMetrics.Notice.ECHO : CloudMetrics.Notice.MESSAGE,
                    receiveMessage(sessionId, message));
        }
        return notice instanceof CloudNotification.Preference preference
                ? counted(CloudMetrics.Notice.PREFERENCE, receivePreference(sessionId, preference))
                : counted(CloudMetrics.Notice.STATUS, receiveStatus(sessionId, (CloudNotification.Status) notice));
    }

    private Uni<Void> receiveMessage(String sessionId, CloudNotification.Message message) {
        return inItsChat(sessionId, message)
                .flatMap(ready -> ready.fileId() == null
                        ? ready.reportTo(listener, sessionId)
                        : downloads.promise(sessionId, ready));
    }

    private Uni<CloudNotification.Message> inItsChat(String sessionId, CloudNotification.Message message) {
        return message.person() == null
                ? Uni.createFrom().item(message)
                : chatOf(sessionId, message.person()).map(message::in);
    }

    private Uni<String> chatOf(String sessionId, CloudNotification.Person person) {
        return chats.chatOf(sessionId, person.number(), person.userId(), clock.instant());
    }

    private Uni<Void> receivePreference(String sessionId, CloudNotification.Preference preference) {
        return chatOf(sessionId, preference.person())
                .flatMap(chatId -> listener.onPreference(preference.toReport(sessionId, chatId)));
    }

    /** A status is often the first to show which id the number of a recipient has. */
    private Uni<Void> receiveStatus(String sessionId, CloudNotification.Status status) {
        return status.person() == null
                ? apply(sessionId, status)
                : chatOf(sessionId, status.person()).chain(() -> apply(sessionId, status));
    }

    private Uni<Void> apply(String sessionId, CloudNotification.Status status) {
        Optional<ErrorClassification> verdict = status.status() == StatusChange.Status.FAILED
                ? Optional.of(
                        status.error() == null
                                ? ErrorClassification.of(ErrorCode.MESSAGE_SENDING_FAILED)
                                : GraphErrorTable.of(status.error()))
                : Optional.empty();
        StatusChange change = new StatusChange(
                sessionId,
                status.ourId(),
                status.id(),
                status.status(),
                status.at(),
                verdict.map(ErrorClassification::code).orElse(null),
                verdict.map(known -> status.details(CloudErrorHandler.failure(known, status.failure())))
                        .orElseGet(() -> status.details(null)));
        return listener.onStatus(change)
                .chain(() -> verdict.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : troubles.handle(
                                        sessionId,
                                        Objects.requireNonNullElse(status.recipient(), UNKNOWN_RECIPIENT),
                                        verdict.get(),
                                        Duration.ZERO)
                                .replaceWithVoid());
    }

    private Uni<Void> counted(CloudMetrics.Notice kind, Uni<Void> taken) {
        return taken.invoke(() -> metrics.notice(kind));
    }

    private App requireSigner(Optional<App> signer) {
        return signer.orElseThrow(() -> {
            metrics.notice(CloudMetrics.Notice.UNSIGNED);
            return ApiException.of(
                    ErrorCode.INVALID_API_KEY, SIGNATURE, "It is not the signature of any app that is known here.");
        });
    }

    private List<CloudNotification> notices(byte[] body) {
        try {
            JsonObject json = new JsonObject(Buffer.buffer(body));
            if (json.getMap() != null) {
                return CloudNotificationParser.read(json, clock);
            }
        } catch (DecodeException noJson) {
            // reported below
        }
        throw ApiException.because(ErrorCode.INVALID_REQUEST, "The body must be a JSON object.");
    }

    private <T> Uni<T> away(byte[] body, Callable<T> work) {
        return body.length > LARGE ? blocking.run(work) : Uni.createFrom().item(Unchecked.supplier(work::call));
    }

    private static ApiException unverified() {
        return ApiException.of(
                ErrorCode.INSUFFICIENT_PERMISSIONS, "hub.verify_token", "No session has this verify token.");
    }
}
