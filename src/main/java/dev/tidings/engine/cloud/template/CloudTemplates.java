package dev.tidings.engine.cloud.template;

import dev.tidings.core.content.JsonSanitizer;
import dev.tidings.core.engine.MessageTemplate;
import dev.tidings.core.engine.TemplateFilter;
import dev.tidings.core.engine.TemplatePage;
import dev.tidings.engine.cloud.graph.CloudCredentials;
import dev.tidings.engine.cloud.graph.GraphApi;
import dev.tidings.engine.cloud.graph.GraphClient.Template;
import dev.tidings.engine.cloud.graph.GraphClient.TemplateList;
import dev.tidings.engine.cloud.graph.GraphException;
import dev.tidings.engine.cloud.number.CloudCredentialStore;
import dev.tidings.engine.cloud.number.CloudCredentialStore.Business;
import dev.tidings.engine.cloud.number.CloudErrorHandler;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The message templates of a number's business account. Which account that is stands in the session's config, or Meta
 * shows it beside the health of the number; then it is stored.
 */
@ApplicationScoped
public class CloudTemplates {
    private static final Pattern ID = Pattern.compile("[0-9]{1,32}");

    /** Meta's errors for an object that is not there, or not of this kind. */
    private static final List<Integer> MISSING = List.of(33, 100, 803);

    /** What Meta answers for a template that was not rejected. */
    private static final String NO_REASON = "none";

    private final CloudCredentialStore accounts;
    private final GraphApi graph;
    private final CloudErrorHandler errors;

    CloudTemplates(CloudCredentialStore accounts, GraphApi graph, CloudErrorHandler errors) {
        this.accounts = accounts;
        this.graph = graph;
        this.errors = errors;
    }

    public Uni<TemplatePage> list(String sessionId, TemplateFilter filter, String after, int limit) {
        return business(sessionId)
                .flatMap(business -> shown(
                        business.access(),
                        graph.templates(business.access(), business.id(), filter, after, limit)
                                .map(CloudTemplates::page)));
    }

    /** Null when there is none with this id. */
    public Uni<MessageTemplate> get(String sessionId, String templateId) {
        if (!ID.matcher(templateId).matches()) {
            return Uni.createFrom().nullItem();
        }
        return access(sessionId)
                .flatMap(business -> shown(
                        business.access(),
                        graph.template(business.access(), templateId)
                                .map(found -> found == null || found.name() == null ? null : template(found))
                                .onFailure(CloudTemplates::isMissing)
                                .recoverWithUni(gone -> Uni.createFrom().nullItem())));
    }

    private Uni<Business> access(String sessionId) {
        return accounts.business(sessionId)
                .onItem()
                .ifNull()
                .failWith(() -> ApiException.of(ErrorCode.SESSION_DISCONNECTED));
    }

    private Uni<Business> business(String sessionId) {
        return access(sessionId)
                .flatMap(known -> known.id() != null
                        ? Uni.createFrom().item(known)
                        : lookUp(known.access()).map(known::withId));
    }

    private Uni<String> lookUp(CloudCredentials access) {
        return shown(access, graph.businessAccount(access))
                .onItem()
                .ifNull()
                .failWith(() -> ApiException.of(
                        ErrorCode.INVALID_REQUEST,
                        "sessionId",
                        "Meta does not show the business account of this number: give it as businessAccountId in the"
                                + " session's config."))
                .call(id -> accounts.learnBusiness(access, id));
    }

    private <T> Uni<T> shown(CloudCredentials access, Uni<T> call) {
        return call.onFailure().recoverWithUni(failure -> errors.objection(access, failure));
    }

    private static boolean isMissing(Throwable failure) {
        return failure instanceof GraphException.Refusal refusal
                && refusal.error()
                        .filter(error -> MISSING.contains(error.code()))
                        .isPresent();
    }

    private static TemplatePage page(TemplateList found) {
        List<MessageTemplate> templates = found.data() == null
                ? List.of()
                : found.data().stream()
                        .filter(Objects::nonNull)
                        .map(CloudTemplates::template)
                        .toList();
        return new TemplatePage(templates, found.next());
    }

    private static MessageTemplate template(Template found) {
        String reason = lower(found.rejectedReason());
        return new MessageTemplate(
                found.id(),
                found.name(),
                found.language(),
                lower(found.status()),
                lower(found.category()),
                lower(found.subCategory()),
                lower(found.previousCategory()),
                lower(found.parameterFormat()),
                lower(found.quality()),
                NO_REASON.equals(reason) ? null : reason,
                found.components() == null
                        ? List.of()
                        : found.components().stream().map(CloudTemplates::clean).toList());
    }

    private static Map<String, Object> clean(Map<String, Object> component) {
        return JsonSanitizer.clean(new JsonObject(component)).getMap();
    }

    private static String lower(String name) {
        return name == null || name.isEmpty() ? null : name.toLowerCase(Locale.ROOT);
    }
}
