package dev.tidings.engine.cloud;

import dev.tidings.core.content.MessageType;
import dev.tidings.core.directory.SessionDirectory;
import dev.tidings.core.engine.Capabilities;
import dev.tidings.core.engine.Engine;
import dev.tidings.core.engine.EngineListener;
import dev.tidings.core.engine.MessageTemplate;
import dev.tidings.core.engine.NumberLookup;
import dev.tidings.core.engine.OutboundMessage;
import dev.tidings.core.engine.PairingCode;
import dev.tidings.core.engine.SendOutcome;
import dev.tidings.core.engine.SessionEvent;
import dev.tidings.core.engine.TemplateFilter;
import dev.tidings.core.engine.TemplatePage;
import dev.tidings.engine.cloud.graph.CloudCredentials;
import dev.tidings.engine.cloud.graph.GraphApi;
import dev.tidings.engine.cloud.number.CloudCredentialStore;
import dev.tidings.engine.cloud.number.CloudErrorHandler;
import dev.tidings.engine.cloud.number.CloudSessionConfig;
import dev.tidings.engine.cloud.number.NumberVerifier;
import dev.tidings.engine.cloud.send.CloudMediaTypes;
import dev.tidings.engine.cloud.send.CloudSender;
import dev.tidings.engine.cloud.send.MessagePayloads;
import dev.tidings.engine.cloud.template.CloudTemplates;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.Map;

/**
 * Meta's official WhatsApp Business Cloud API (docs/adr/0014). There is no connection to keep open: a session is
 * connected as long as its token and its number are valid.
 */
@ApplicationScoped
class CloudEngine implements Engine {
    private static final String NAME = "cloud";

    private final CloudCredentialStore accounts;
    private final NumberVerifier numbers;
    private final CloudSender sender;
    private final CloudTemplates templates;
    private final GraphApi graph;
    private final CloudErrorHandler troubles;
    private final EngineListener listener;
    private final SessionDirectory sessions;

    CloudEngine(
            CloudCredentialStore accounts,
            NumberVerifier numbers,
            CloudSender sender,
            CloudTemplates templates,
            GraphApi graph,
            CloudErrorHandler troubles,
            EngineListener listener,
            SessionDirectory sessions) {
        this.accounts = accounts;
        this.numbers = numbers;
        this.sender = sender;
        this.templates = templates;
        this.graph = graph;
        this.troubles = troubles;
        this.listener = listener;
        this.sessions = sessions;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                        false,
                        false,
                        EnumSet.complementOf(EnumSet.of(MessageType.INTERACTIVE_REPLY, MessageType.UNSUPPORTED)),
                        CloudMediaTypes.TAKEN)
                .withTemplates();
    }

    @Override
    public Uni<Void> configure(String sessionId, Map<String, Object> config) {
        if (config.isEmpty()) {
            throw ApiException.of(
                    ErrorCode.MISSING_REQUIRED_PARAMETER,
                    "config",
                    "The engine cloud needs phoneNumberId, accessToken, appSecret and verifyToken.");
        }
        CloudSessionConfig settings = CloudSessionConfig.of(config);
        return numbers.verify(new CloudCredentials(sessionId, settings.phoneNumberId(), settings.accessToken()))
                .chain(() -> sessions.generation(sessionId))
                .flatMap(generation -> accounts.keep(sessionId, generation, settings));
    }

    @Override
    public Uni<Void> open(String sessionId) {
        return accounts.access(sessionId)
                .flatMap(access -> access == null
                        ? listener.onSession(new SessionEvent.LoggedOut(sessionId, "credentials_wiped"))
                                .replaceWithVoid()
                        : numbers.check(access));
    }

    /** There is nothing to close; messages that arrive meanwhile are stored. */
    @Override
    public Uni<Void> close(String sessionId) {
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Void> unlink(String sessionId, long generation) {
        return accounts.forget(sessionId, generation);
    }

    @Override
    public Uni<PairingCode> pairingCode(String sessionId, String phoneNumber) {
        return Uni.createFrom().failure(ApiException.of(ErrorCode.NOT_SUPPORTED_BY_ENGINE));
    }

    @Override
    public Uni<SendOutcome> send(OutboundMessage message) {
        return sender.send(message);
    }

    /** Meta reports this only when a message fails. */
    @Override
    public Uni<NumberLookup> lookUp(String sessionId, String phoneNumber) {
        return Uni.createFrom().item(NumberLookup.UNKNOWN);
    }

    @Override
    public Uni<TemplatePage> templates(String sessionId, TemplateFilter filter, String after, int limit) {
        return templates.list(sessionId, filter, after, limit);
    }

    @Override
    public Uni<MessageTemplate> template(String sessionId, String templateId) {
        return templates.get(sessionId, templateId);
    }

    @Override
    public Uni<Void> markRead(String sessionId, String chatId, String engineMessageId, boolean typing) {
        return accounts.access(sessionId)
                .onItem()
                .ifNull()
                .failWith(() -> ApiException.of(ErrorCode.SESSION_DISCONNECTED))
                .flatMap(access -> graph.mark(access, MessagePayloads.read(engineMessageId, typing))
                        .onFailure()
                        .recoverWithUni(failure -> troubles.refusal(access, chatId, failure)));
    }
}
