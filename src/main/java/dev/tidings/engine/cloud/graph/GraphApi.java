package dev.tidings.engine.cloud.graph;

import dev.tidings.engine.cloud.graph.GraphClient.MediaLocation;
import dev.tidings.engine.cloud.graph.GraphClient.PhoneNumber;
import dev.tidings.engine.cloud.graph.GraphClient.Sent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.Map;
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

    private static String required(String value, String of) {
        if (value == null || value.isBlank()) {
            throw new IncompleteAnswerException("an " + of + " without what it is for");
        }
        return value;
    }
}
