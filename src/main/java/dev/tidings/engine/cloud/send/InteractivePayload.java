package dev.tidings.engine.cloud.send;

import static dev.tidings.engine.cloud.send.MessagePayloads.object;

import dev.tidings.core.content.AddressRequest;
import dev.tidings.core.content.CatalogLink;
import dev.tidings.core.content.CatalogProduct;
import dev.tidings.core.content.CtaUrl;
import dev.tidings.core.content.FlowForm;
import dev.tidings.core.content.Interactive;
import dev.tidings.core.content.InteractiveKind;
import dev.tidings.core.content.InteractiveList;
import dev.tidings.core.content.MessageContent;
import dev.tidings.core.content.ProductList;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Interactive messages in the format of the Cloud API. */
final class InteractivePayload {
    private static final String FLOW_VERSION = "3";

    private InteractivePayload() {}

    /** @param mediaIds Meta's ids of its files, in their order */
    static Map<String, Object> of(Interactive message, List<String> mediaIds) {
        if (message.kind() == InteractiveKind.RAW) {
            return message.raw();
        }
        Iterator<String> ids = mediaIds.iterator();
        return object(
                "type",
                type(message.kind()),
                "header",
                header(message, ids),
                "body",
                text(message.body()),
                "footer",
                text(message.footer()),
                "action",
                action(message, ids));
    }

    private static String type(InteractiveKind kind) {
        return switch (kind) {
            case BUTTONS -> "button";
            case LIST -> "list";
            case CTA_URL -> "cta_url";
            case FLOW -> "flow";
            case PRODUCT -> "product";
            case PRODUCT_LIST -> "product_list";
            case CATALOG -> "catalog_message";
            case LOCATION_REQUEST -> "location_request_message";
            case ADDRESS_REQUEST -> "address_message";
            case CAROUSEL -> "carousel";
            case CALL_PERMISSION_REQUEST -> "call_permission_request";
            case RAW -> throw new IllegalArgumentException("it names its type itself");
        };
    }

    private static Map<String, Object> action(Interactive message, Iterator<String> mediaIds) {
        return switch (message.kind()) {
            case BUTTONS -> object("buttons", replies(message.buttons(), "reply"));
            case LIST -> list(message.list());
            case CTA_URL -> link(message.ctaUrl());
            case FLOW -> object("name", "flow", "parameters", flow(message.flow()));
            case PRODUCT -> product(message.product());
            case PRODUCT_LIST -> products(message.productList());
            case CATALOG -> catalog(message.catalog());
            case LOCATION_REQUEST -> object("name", "send_location");
            case ADDRESS_REQUEST -> object("name", "address_message", "parameters", address(message.addressRequest()));
            case CAROUSEL -> object("cards", cards(message.cards(), mediaIds));
            case CALL_PERMISSION_REQUEST -> object("name", "call_permission_request");
            case RAW -> throw new IllegalArgumentException("it holds its action itself");
        };
    }

    private static Map<String, Object> header(Interactive message, Iterator<String> mediaIds) {
        if (message.headerMedia() != null) {
            return media(message.headerMedia(), mediaIds.next());
        }
        return message.header() == null ? null : object("type", "text", "text", message.header());
    }

    private static Map<String, Object> media(MessageContent.Media file, String mediaId) {
        String type = file.mediaType().wireName();
        String filename = type.equals("document") ? file.filename() : null;
        return object("type", type, type, object("id", mediaId, "filename", filename));
    }

    private static Map<String, Object> text(String text) {
        return text == null ? null : object("text", text);
    }

    /** @param type {@code reply}, or {@code quick_reply} on cards */
    private static List<Map<String, Object>> replies(List<Interactive.Button> buttons, String type) {
        return buttons.stream()
                .map(button -> object("type", type, type, object("id", button.id(), "title", button.title())))
                .toList();
    }

    private static Map<String, Object> list(InteractiveList list) {
        return object(
                "button",
                list.button(),
                "sections",
                list.sections().stream()
                        .map(section -> object(
                                "title",
                                section.title(),
                                "rows",
                                section.rows().stream()
                                        .map(InteractivePayload::row)
                                        .toList()))
                        .toList());
    }

    private static Map<String, Object> row(InteractiveList.Row row) {
        return object("id", row.id(), "title", row.title(), "description", row.description());
    }

    private static Map<String, Object> link(CtaUrl link) {
        return object("name", "cta_url", "parameters", object("display_text", link.button(), "url", link.url()));
    }

    private static Map<String, Object> flow(FlowForm flow) {
        return object(
                "flow_message_version",
                FLOW_VERSION,
                "flow_token",
                flow.token(),
                "flow_id",
                flow.id(),
                "flow_name",
                flow.name(),
                "flow_cta",
                flow.button(),
                "mode",
                flow.mode(),
                "flow_action",
                flow.action(),
                "flow_action_payload",
                flow.screen() == null && flow.data() == null
                        ? null
                        : object("screen", flow.screen(), "data", flow.data()));
    }

    private static Map<String, Object> product(CatalogProduct product) {
        return object("catalog_id", product.catalogId(), "product_retailer_id", product.productId());
    }

    private static Map<String, Object> products(ProductList list) {
        return object(
                "catalog_id",
                list.catalogId(),
                "sections",
                list.sections().stream()
                        .map(section -> object(
                                "title",
                                section.title(),
                                "product_items",
                                section.productIds().stream()
                                        .map(id -> object("product_retailer_id", id))
                                        .toList()))
                        .toList());
    }

    private static Map<String, Object> catalog(CatalogLink catalog) {
        String thumbnail = catalog.thumbnailProductId();
        return object(
                "name",
                "catalog_message",
                "parameters",
                thumbnail == null ? null : object("thumbnail_product_retailer_id", thumbnail));
    }

    private static Map<String, Object> address(AddressRequest request) {
        return object(
                "country",
                request.country(),
                "values",
                request.values(),
                "saved_addresses",
                request.savedAddresses() == null
                        ? null
                        : request.savedAddresses().stream()
                                .map(saved -> object("id", saved.id(), "value", saved.values()))
                                .toList(),
                "validation_errors",
                request.validationErrors());
    }

    private static List<Map<String, Object>> cards(List<Interactive.Card> cards, Iterator<String> mediaIds) {
        List<Map<String, Object>> payload = new ArrayList<>(cards.size());
        for (Interactive.Card card : cards) {
            payload.add(
                    card.product() == null
                            ? mediaCard(payload.size(), card, mediaIds.next())
                            : object(
                                    "card_index",
                                    payload.size(),
                                    "type",
                                    "product",
                                    "action",
                                    product(card.product())));
        }
        return payload;
    }

    /** Meta's own examples call cards with buttons links too. */
    private static Map<String, Object> mediaCard(int index, Interactive.Card card, String mediaId) {
        return object(
                "card_index",
                index,
                "type",
                "cta_url",
                "header",
                media(card.headerMedia(), mediaId),
                "body",
                text(card.body()),
                "action",
                card.ctaUrl() == null
                        ? object("buttons", replies(card.buttons(), "quick_reply"))
                        : link(card.ctaUrl()));
    }
}
