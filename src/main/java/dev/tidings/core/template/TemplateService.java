package dev.tidings.core.template;

import dev.tidings.access.auth.Caller;
import dev.tidings.core.directory.SessionDirectory;
import dev.tidings.core.engine.Engine;
import dev.tidings.core.engine.Engines;
import dev.tidings.core.engine.MessageTemplate;
import dev.tidings.core.engine.TemplateFilter;
import dev.tidings.core.engine.TemplatePage;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** The message templates that the number of a session can send; WhatsApp keeps them, nothing of them is stored here. */
@ApplicationScoped
public class TemplateService {
    private final SessionDirectory sessions;
    private final Engines engines;

    TemplateService(SessionDirectory sessions, Engines engines) {
        this.sessions = sessions;
        this.engines = engines;
    }

    /**
     * Templates after the given place, in the engine's order.
     *
     * @param after null: from the first
     * @throws ApiException {@code session_not_found}, {@code session_not_connected}, {@code session_disconnected},
     *     {@code not_supported_by_engine}; the engine's reason
     */
    public Uni<TemplatePage> list(Caller caller, String sessionId, TemplateFilter filter, String after, int limit) {
        return engine(caller, sessionId).flatMap(engine -> engine.templates(sessionId, filter, after, limit));
    }

    /** @throws ApiException the same, and {@code resource_not_found} */
    public Uni<MessageTemplate> get(Caller caller, String sessionId, String templateId) {
        return engine(caller, sessionId)
                .flatMap(engine -> engine.template(sessionId, templateId))
                .onItem()
                .ifNull()
                .failWith(() -> ApiException.of(ErrorCode.RESOURCE_NOT_FOUND));
    }

    private Uni<Engine> engine(Caller caller, String sessionId) {
        return sessions.require(caller, sessionId).map(state -> {
            Engine engine = engines.get(state.engine());
            if (!engine.capabilities().listsTemplates()) {
                throw ApiException.because(
                        ErrorCode.NOT_SUPPORTED_BY_ENGINE, "the engine " + state.engine() + " has no templates");
            }
            SessionDirectory.requireConnected(state.status());
            return engine;
        });
    }
}
