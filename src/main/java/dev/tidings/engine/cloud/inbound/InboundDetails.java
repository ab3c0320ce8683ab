package dev.tidings.engine.cloud.inbound;

import static dev.tidings.engine.cloud.inbound.JsonFields.flag;
import static dev.tidings.engine.cloud.inbound.JsonFields.object;
import static dev.tidings.engine.cloud.inbound.JsonFields.text;

import dev.tidings.core.content.MessageContent;
import dev.tidings.core.content.MessageDetails;
import dev.tidings.core.content.MessageDetails.Context;
import dev.tidings.core.content.MessageDetails.Product;
import dev.tidings.core.content.MessageDetails.Referral;
import dev.tidings.core.content.MessageOrigin;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** Reads what a message from Meta contains beside its content. */
final class InboundDetails {
    private static final Context NOWHERE = new Context(null, null, null, null, null);

    private InboundDetails() {}

    /** @param echo whether the message was sent from the phone's app, to the person and not by them */
    static MessageDetails of(JsonObject raw, SenderFields person, MessageContent content, boolean echo) {
        return new MessageDetails(
                echo ? null : person.sender(),
                echo ? person.userId() : null,
                context(raw),
                null,
                null,
                null,
                echo ? MessageOrigin.PHONE : null,
                null,
                // a message of an unknown type is its own raw content
                content instanceof MessageContent.Unsupported ? contact(person) : rest(raw, person));
    }

    private static Context context(JsonObject raw) {
        JsonObject context = object(raw, "context");
        Context read = new Context(
                flag(context, "forwarded"),
                flag(context, "frequently_forwarded"),
                null,
                referral(object(raw, "referral")),
                product(object(context, "referred_product")));
        return read.equals(NOWHERE) ? null : read;
    }

    private static Referral referral(JsonObject referral) {
        return referral.isEmpty()
                ? null
                : new Referral(
                        text(referral, "source_url"),
                        text(referral, "source_type"),
                        text(referral, "source_id"),
                        text(referral, "headline"),
                        text(referral, "body"),
                        text(referral, "media_type"),
                        text(referral, "image_url"),
                        text(referral, "video_url"),
                        text(referral, "thumbnail_url"),
                        text(referral, "ctwa_clid"),
                        text(object(referral, "welcome_message"), "text"));
    }

    private static Product product(JsonObject product) {
        return product.isEmpty()
                ? null
                : new Product(text(product, "catalog_id"), text(product, "product_retailer_id"));
    }

    /** What Meta reports about the person and no field holds, as {@code contact}; null for nothing. */
    private static Map<String, Object> contact(SenderFields person) {
        Map<String, Object> rest = Remainder.of(person.contact())
                .without("wa_id", "user_id", "profile.name", "profile.username")
                .asMap();
        return rest == null ? null : Map.of("contact", rest);
    }

    private static Map<String, Object> rest(JsonObject raw, SenderFields person) {
        Remainder rest = Remainder.of(raw)
                .without("id", "from", "from_user_id", "to", "to_user_id", "group_id", "timestamp")
                .without(SenderFields.CONTACT, SenderFields.CHAT, SenderFields.ECHO)
                .without("context.from", "context.id", "context.forwarded", "context.frequently_forwarded")
                .without("context.referred_product.catalog_id", "context.referred_product.product_retailer_id")
                .without("referral.source_url", "referral.source_type", "referral.source_id", "referral.headline")
                .without("referral.body", "referral.media_type", "referral.image_url", "referral.video_url")
                .without("referral.thumbnail_url", "referral.ctwa_clid", "referral.welcome_message.text")
                .without("text.body", "reaction.message_id", "reaction.emoji", "button.payload", "button.text")
                .without("location.latitude", "location.longitude", "location.name", "location.address", "location.url")
                .without("interactive.type", "interactive.button_reply.id", "interactive.button_reply.title")
                .without("interactive.list_reply.id", "interactive.list_reply.title")
                .without("interactive.list_reply.description", "interactive.nfm_reply")
                .without("interactive.call_permission_reply", "contacts", "type");
        for (String file : new String[] {"image", "video", "audio", "document", "sticker"}) {
            for (String field :
                    new String[] {"id", "mime_type", "sha256", "caption", "filename", "voice", "animated", "url"}) {
                rest.without(file + "." + field);
            }
        }
        Map<String, Object> about = contact(person);
        return (about == null ? rest : rest.with(about)).asMap();
    }
}
