package dev.tidings.core.session;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tidings.core.event.EventSelection;
import dev.tidings.core.event.EventType;
import dev.tidings.platform.validation.Validated;
import dev.tidings.platform.validation.Violations;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A webhook for the events of a new session: only its URL, or an object. */
@Schema(
        name = "SessionWebhook",
        oneOf = {String.class, SessionWebhook.Full.class})
public final class SessionWebhook implements Validated {
    private final Full full;
    private final boolean bare;

    private SessionWebhook(Full full, boolean bare) {
        this.full = full;
        this.bare = bare;
    }

    /** The object. */
    @Schema(name = "SessionWebhookObject")
    record Full(
            @Schema(required = true, maxLength = 2048, examples = "https://example.com/hooks/tidings")
            String url,

            @Schema(minItems = 1, description = "Names of events or groups; left out: all", examples = "[\"*\"]")
            List<String> events) {}

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static SessionWebhook of(String url) {
        return new SessionWebhook(new Full(url, null), true);
    }

    @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
    static SessionWebhook of(@JsonProperty("url") String url, @JsonProperty("events") List<String> events) {
        return new SessionWebhook(new Full(url, events), false);
    }

    @Override
    public void check(Violations checks) {
        checks.required("url", full.url());
        EventSelection.check(checks, "events", full.events());
    }

    String url() {
        return full.url();
    }

    /** The field of the URL in the request. */
    String urlField() {
        return bare ? "webhook" : "webhook.url";
    }

    List<String> events() {
        return full.events() == null ? List.of(EventType.ALL) : full.events();
    }
}
