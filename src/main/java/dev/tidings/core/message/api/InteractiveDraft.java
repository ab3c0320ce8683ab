package dev.tidings.core.message.api;

import dev.tidings.core.content.AddressRequest;
import dev.tidings.core.content.CatalogLink;
import dev.tidings.core.content.CatalogProduct;
import dev.tidings.core.content.CtaUrl;
import dev.tidings.core.content.FlowForm;
import dev.tidings.core.content.Interactive;
import dev.tidings.core.content.InteractiveKind;
import dev.tidings.core.content.InteractiveList;
import dev.tidings.core.content.InteractiveParts;
import dev.tidings.core.content.MessageContent;
import dev.tidings.core.content.OpenObject;
import dev.tidings.core.content.ProductList;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.validation.Blank;
import dev.tidings.platform.validation.Violations;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A text with one thing to act on, or the whole object as the official API takes it. */
@Schema(name = "BulkInteractive")
record InteractiveDraft(
        @Schema(required = true, description = TO, examples = PHONE)
        String to,

        @Schema(
                minLength = 1,
                maxLength = 4096,
                description = "Up to 1024 characters, 4096 with a list; not required with product,"
                        + " callPermissionRequest and raw",
                examples = "Shall we deliver today?")
        String body,

        @Schema(
                maxLength = 60,
                description = "With buttons, list, ctaUrl, flow, addressRequest; required with productList",
                examples = "Your order")
        String header,

        @Schema(description = "Instead of header: an image, a video or a document; with buttons, ctaUrl and flow")
        HeaderMediaDraft headerMedia,

        @Schema(
                maxLength = 60,
                description = "Not with cards, locationRequest and callPermissionRequest",
                examples = "Lucky Shrub")
        String footer,

        @Schema(description = "Up to three answers. Give one of buttons and the fields that follow", maxItems = 3)
        List<Interactive.Button> buttons,

        @Schema(description = "Up to ten answers in a menu") InteractiveList list,
        @Schema(description = "A button that opens a page") CtaUrl ctaUrl,
        @Schema(description = "A form of WhatsApp Flows") FlowForm flow,
        @Schema(description = "One article of a catalog") CatalogProduct product,
        @Schema(description = "Articles of a catalog") ProductList productList,

        @Schema(description = "A button that opens the catalog")
        CatalogLink catalog,

        @Schema(description = "Whether to ask for the place where the person is", examples = "true")
        Boolean locationRequest,

        @Schema(description = "A form for an address, in the countries that WhatsApp has one for")
        AddressRequest addressRequest,

        @Schema(minItems = 2, maxItems = 10, description = "A carousel")
        List<CardDraft> cards,

        @Schema(description = "Whether to ask for the permission to call", examples = "true")
        Boolean callPermissionRequest,

        @Schema(
                description = "Instead of all fields above: the object interactive as the official API takes it, for"
                        + " what has no field here; up to 64 KB",
                type = SchemaType.OBJECT)
        Map<String, Object> raw,

        @Schema(description = QUOTED, examples = MESSAGE) String quotedMessageId)
        implements MessageDraft, InteractiveParts {
    private static final int SHORT = 60;
    private static final String PARTS =
            Stream.of(InteractiveKind.values()).map(InteractiveKind::field).collect(Collectors.joining(", "));

    @Override
    public void check(Violations checks) {
        List<InteractiveKind> kinds = kinds();
        checks.required("to", to);
        if (raw == null) {
            checkComplete(checks, kinds);
        }
        MessageDraft.checkRecipient(checks, to);
        if (raw != null) {
            checkRaw(checks, kinds.size() == 1);
        } else if (!kinds.isEmpty()) {
            checkTexts(checks, kinds.get(0));
            kinds.stream()
                    .skip(1)
                    .forEach(more ->
                            checks.that(more.field(), false, ErrorCode.INVALID_REQUEST, "only one of " + PARTS));
        }
        checkParts(checks);
    }

    private void checkComplete(Violations checks, List<InteractiveKind> kinds) {
        if (kinds.isEmpty()) {
            checks.requiredWhen(true, "body", body, "Give a body, and one of " + PARTS + ".")
                    .requiredWhen(true, "buttons", buttons, "Give one of " + PARTS + ".");
        } else {
            InteractiveKind kind = kinds.get(0);
            String reason = "Needed with " + kind.field() + ".";
            checks.requiredWhen(kind.needsBody(), "body", body, reason)
                    .requiredWhen(kind.needsHeader(), "header", header, reason);
        }
    }

    private void checkRaw(Violations checks, boolean alone) {
        checks.that(
                "raw.type",
                raw.get("type") instanceof String type && !Blank.is(type),
                ErrorCode.INVALID_REQUEST,
                "must be the type of the interactive message, such as cta_url");
        OpenObject.check(checks, "raw", raw);
        checks.that(
                "raw",
                alone && body == null && header == null && headerMedia == null && footer == null,
                ErrorCode.INVALID_REQUEST,
                "raw is the whole object: not with other fields");
    }

    private void checkTexts(Violations checks, InteractiveKind kind) {
        String reason = "not with " + kind.field();
        checks.length("body", body, 1, kind.maxBody(), ErrorCode.MESSAGE_TOO_LONG)
                .that("header", header, kind::takesHeader, ErrorCode.INVALID_REQUEST, reason)
                .length("header", header, 1, SHORT)
                .that("headerMedia", headerMedia, kind::takesHeaderMedia, ErrorCode.INVALID_REQUEST, reason)
                .that(
                        "headerMedia",
                        header == null || headerMedia == null,
                        ErrorCode.INVALID_REQUEST,
                        "header or headerMedia, not both")
                .nested("headerMedia", headerMedia)
                .that("footer", footer, kind::takesFooter, ErrorCode.INVALID_REQUEST, reason)
                .length("footer", footer, 1, SHORT);
    }

    private void checkParts(Violations checks) {
        checks.size("buttons", buttons, 1, 3)
                .each("buttons", buttons)
                .nested("list", list)
                .nested("ctaUrl", ctaUrl)
                .nested("flow", flow)
                .nested("product", product)
                .nested("productList", productList)
                .nested("catalog", catalog)
                .nested("addressRequest", addressRequest);
        CardDraft.checkAll(checks, cards);
    }

    @Override
    public MessageContent content() {
        return new Interactive(
                body,
                header,
                headerMedia == null ? null : headerMedia.content(),
                footer,
                buttons,
                list,
                ctaUrl,
                flow,
                product,
                productList,
                catalog,
                orNull(locationRequest),
                addressRequest,
                cards == null ? null : cards.stream().map(CardDraft::content).toList(),
                orNull(callPermissionRequest),
                raw);
    }

    @Override
    public List<String> inline() {
        Stream<HeaderMediaDraft> ofCards =
                cards == null ? Stream.empty() : cards.stream().map(CardDraft::headerMedia);
        return Stream.concat(Stream.ofNullable(headerMedia), ofCards.filter(Objects::nonNull))
                .map(HeaderMediaDraft::inline)
                .toList();
    }

    private static Boolean orNull(Boolean asked) {
        return Boolean.TRUE.equals(asked) ? true : null;
    }
}
