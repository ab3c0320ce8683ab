package dev.tidings.core.content;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tidings.platform.validation.Validated;
import dev.tidings.platform.validation.Violations;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Something to act on: a choice, a link, a form, articles, a request; see {@link InteractiveKind}.
 *
 * @param header a text above the body, or null
 * @param headerMedia a file above the body, instead of that text; or null
 * @param raw the whole object as the official API accepts it, instead of all other parts; or null
 */
@Schema(name = "InteractiveContent")
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Interactive(
        String body,
        String header,
        MessageContent.Media headerMedia,
        String footer,
        List<Button> buttons,
        InteractiveList list,
        CtaUrl ctaUrl,
        FlowForm flow,
        CatalogProduct product,
        ProductList productList,
        CatalogLink catalog,
        Boolean locationRequest,
        AddressRequest addressRequest,
        List<Card> cards,
        Boolean callPermissionRequest,
        @Schema(type = SchemaType.OBJECT) Map<String, Object> raw)
        implements MessageContent, InteractiveParts {
    private static final String HEADER = "headerMedia.";

    /** @param id the value that the reply contains, not shown */
    @Schema(name = "InteractiveButton")
    @RegisterForReflection
    public record Button(
            @Schema(required = true, maxLength = 256, examples = "yes")
            String id,

            @Schema(required = true, maxLength = 20, examples = "Yes, please")
            String title)
            implements Validated {
        @Override
        public void check(Violations checks) {
            checks.required("id", id)
                    .required("title", title)
                    .length("id", id, 1, 256)
                    .length("title", title, 1, 20);
        }
    }

    /**
     * A card of a carousel: either a file with a link or buttons, or an article.
     *
     * @param headerMedia an image or a video; null for an article
     * @param body a text below it, or null
     */
    @Schema(name = "InteractiveCardContent")
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Card(
            MessageContent.Media headerMedia,
            String body,
            CtaUrl ctaUrl,
            List<Button> buttons,
            CatalogProduct product) {
        private Card with(MessageContent.Media file) {
            return new Card(file, body, ctaUrl, buttons, product);
        }
    }

    /** Its one kind. */
    public InteractiveKind kind() {
        return kinds().get(0);
    }

    @Override
    public List<AttachedFile> files() {
        List<AttachedFile> files = new ArrayList<>();
        if (headerMedia != null) {
            files.add(new AttachedFile(HEADER, headerMedia));
        }
        for (int i = 0; cards != null && i < cards.size(); i++) {
            if (cards.get(i).headerMedia() != null) {
                files.add(new AttachedFile(
                        "cards[" + i + "]." + HEADER, cards.get(i).headerMedia()));
            }
        }
        return files;
    }

    @Override
    public Interactive with(List<MessageContent.Media> files) {
        Iterator<MessageContent.Media> next = files.iterator();
        return new Interactive(
                body,
                header,
                headerMedia == null ? null : next.next(),
                footer,
                buttons,
                list,
                ctaUrl,
                flow,
                product,
                productList,
                catalog,
                locationRequest,
                addressRequest,
                cards == null
                        ? null
                        : cards.stream()
                                .map(card -> card.headerMedia() == null ? card : card.with(next.next()))
                                .toList(),
                callPermissionRequest,
                raw);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.interactive(this);
    }
}
