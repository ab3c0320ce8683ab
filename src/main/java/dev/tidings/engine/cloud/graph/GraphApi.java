package dev.tidings.engine.cloud.graph;

import dev.tidings.core.engine.TemplateFilter;
import dev.tidings.engine.cloud.graph.GraphClient.MediaLocation;
import dev.tidings.engine.cloud.graph.GraphClient.PhoneNumber;
import dev.tidings.engine.cloud.graph.GraphClient.Sent;
import dev.tidings.engine.cloud.graph.GraphClient.Template;
import dev.tidings.engine.cloud.graph.GraphClient.TemplateList;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/**
 * The Graph API behind circuit breakers, one per call: when half of the last 20 got no answer, or an answer that Meta
 * is down, the next ones fail at once for 5 s. A refusal shows that Meta works, and does not count.
 */
@ApplicationScoped
public class GraphApi {
    private static final String FIELDS =
            "id,display_phone_number,verified_name,quality_rating,code_verification_status,"
                    + "name_status,status,throughput,platform_type";

    private static final String HEALTH = "health_status";

    private static final String OF_TEMPLATES =
            "id,name,language,status,category,sub_category,previous_category,parameter_format,quality_score,"
                    + "rejected_reason,components";

    private final GraphClient client;
    private final GraphUploadClient uploads;
    private final String version;

    GraphApi(@RestClient GraphClient client, @RestClient GraphUploadClient uploads, CloudConfig config) {
        this.client = client;
        this.uploads = uploads;
        this.version = config.version();
    }

    @CircuitBreaker(skipOn = GraphException.Refusal.class)
    public Uni<PhoneNumber> number(CloudCredentials access) {
        return client.number(version, access.phoneNumberId(), FIELDS, access.bearer());
    }

    @CircuitBreaker(skipOn = GraphException.Refusal.class)
    public Uni<Sent> send(CloudCredentials access, Map<String, Object> message) {
        return client.send(version, access.phoneNumberId(), access.bearer(), message);
    }

    @CircuitBreaker(skipOn = GraphException.Refusal.class)
    public Uni<Void> mark(CloudCredentials access, Map<String, Object> status) {
        return client.mark(version, access.phoneNumberId(), access.bearer(), status)
                .replaceWithVoid();
    }

    /** @return the id under which Meta keeps the file for 30 days, for this number only */
    @CircuitBreaker(skipOn = GraphException.Refusal.class)
    public Uni<String> upload(CloudCredentials access, String mimeType, Path file) {
        return uploads.upload(version, access.phoneNumberId(), access.bearer(), mimeType, file)
                .map(uploaded -> required(uploaded == null ? null : uploaded.id(), "upload"));
    }

    @CircuitBreaker(skipOn = GraphException.Refusal.class)
    public Uni<MediaLocation> media(CloudCredentials access, String mediaId) {
        return client.media(version, mediaId, access.bearer())
                .invoke(location -> required(location == null ? null : location.url(), "file"));
    }

    /** The id of the number's WhatsApp Business Account; null when Meta does not show it. */
    @CircuitBreaker(skipOn = GraphException.Refusal.class)
    public Uni<String> businessAccount(CloudCredentials access) {
        return client.health(version, access.phoneNumberId(), HEALTH, access.bearer())
                .map(health -> health == null ? null : health.businessAccount());
    }

    @CircuitBreaker(skipOn = GraphException.Refusal.class)
    public Uni<TemplateList> templates(
            CloudCredentials access, String businessAccountId, TemplateFilter filter, String after, int limit) {
        return client.templates(
                version,
                businessAccountId,
                OF_TEMPLATES,
                filter.name(),
                any(filter.statuses().stream().map(Enum::name)),
                any(filter.languages().stream()),
                any(filter.categories().stream().map(Enum::name)),
                limit,
                after,
                access.bearer());
    }

    @CircuitBreaker(skipOn = GraphException.Refusal.class)
    public Uni<Template> template(CloudCredentials access, String templateId) {
        return client.template(version, templateId, OF_TEMPLATES, access.bearer());
    }

    private static String any(Stream<String> values) {
        List<String> all = values.toList();
        return switch (all.size()) {
            case 0 -> null;
            case 1 -> all.get(0);
            default -> new JsonArray(all).encode();
        };
    }

    private static String required(String value, String of) {
        if (value == null || value.isBlank()) {
            throw new IncompleteAnswerException("an " + of + " without what it is for");
        }
        return value;
    }
}
