package dev.tidings.core.message.api;

import dev.tidings.core.content.CatalogProduct;
import dev.tidings.core.content.CtaUrl;
import dev.tidings.core.content.Interactive;
import dev.tidings.core.content.MediaKind;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.validation.Validated;
import dev.tidings.platform.validation.Violations;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A card of a carousel: a file with a link or with buttons, or an article of a catalog. */
@Schema(name = "InteractiveCard")
record CardDraft(
        @Schema(description = "An image or a video; not with product")
        HeaderMediaDraft headerMedia,

        @Schema(
                minLength = 1,
                maxLength = CardDraft.MAX_BODY,
                description = "At most two line breaks; not with product",
                examples = "*Blue Echeveria*")
        String body,

        @Schema(description = "One of ctaUrl, buttons and product, the same on all cards")
        CtaUrl ctaUrl,

        @Schema(minItems = 1, maxItems = 3, description = "As many on each card")
        List<Interactive.Button> buttons,

        @Schema(description = "Of one catalog on all cards") CatalogProduct product)
        implements Validated {
    static final int MAX_BODY = 160;
    private static final int MAX_BREAKS = 2;
    private static final int FEWEST = 2;
    private static final int MOST = 10;

    @Override
    public void check(Violations checks) {
        checks.requiredWhen(product == null, "headerMedia", headerMedia, "A card needs a file, or a product.")
                .requiredWhen(
                        buttons == null && product == null, "ctaUrl", ctaUrl, "Give ctaUrl, buttons or a product.");
        checks.that(
                        "headerMedia",
                        headerMedia,
                        () -> product == null,
                        ErrorCode.INVALID_REQUEST,
                        "not with product, which shows its own picture")
                .nested("headerMedia", headerMedia)
                .that(
                        "headerMedia.mediaType",
                        headerMedia,
                        () -> !headerMedia.is(MediaKind.DOCUMENT),
                        ErrorCode.INVALID_MEDIA_TYPE,
                        "a card shows an image or a video")
                .that("body", body, () -> product == null, ErrorCode.INVALID_REQUEST, "not with product")
                .length("body", body, 1, MAX_BODY, ErrorCode.MESSAGE_TOO_LONG)
                .that(
                        "body",
                        body,
                        () -> body.chars()
                                        .filter(character -> character == '\n')
                                        .count()
                                <= MAX_BREAKS,
                        ErrorCode.INVALID_REQUEST,
                        "at most two line breaks")
                .nested("ctaUrl", ctaUrl)
                .size("buttons", buttons, 1, 3)
                .each("buttons", buttons)
                .nested("product", product)
                .that("product", actions() <= 1, ErrorCode.INVALID_REQUEST, "only one of ctaUrl, buttons and product");
    }

    /** The rules for all cards of one carousel. */
    static void checkAll(Violations checks, List<CardDraft> cards) {
        checks.size("cards", cards, FEWEST, MOST).each("cards", cards);
        CardDraft first = cards == null || cards.isEmpty() ? null : cards.get(0);
        for (int i = 1; first != null && i < cards.size(); i++) {
            CardDraft card = cards.get(i);
            checks.that(
                    "cards[" + i + "]",
                    card == null || card.isLike(first),
                    ErrorCode.INVALID_REQUEST,
                    "all cards have a link, or as many buttons, or a product of one catalog");
        }
    }

    Interactive.Card content() {
        return new Interactive.Card(headerMedia == null ? null : headerMedia.content(), body, ctaUrl, buttons, product);
    }

    private boolean isLike(CardDraft other) {
        return (ctaUrl == null) == (other.ctaUrl == null)
                && size(buttons) == size(other.buttons)
                && Objects.equals(catalog(), other.catalog());
    }

    private String catalog() {
        return product == null ? null : product.catalogId();
    }

    private static int size(List<?> list) {
        return list == null ? 0 : list.size();
    }

    private long actions() {
        return Stream.of(ctaUrl, buttons, product).filter(Objects::nonNull).count();
    }
}
