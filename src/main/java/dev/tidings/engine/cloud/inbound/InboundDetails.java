package dev.tidings.engine.cloud.inbound;

import static dev.tidings.engine.cloud.inbound.JsonFields.flag;
import static dev.tidings.engine.cloud.inbound.JsonFields.object;
import static dev.tidings.engine.cloud.inbound.JsonFields.text;

import dev.tidings.core.content.MessageContent;
import dev.tidings.core.content.MessageDetails;
import dev.tidings.core.content.MessageDetails.Context;
import dev.tidings.core.content.MessageDetails.Product;
import dev.tidings.core.content.MessageDetails.Referral;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** Reads what a message from Meta contains beside its content. */
final class InboundDetails {
    private static final Context NOWHERE = new Context(null, null, null, null, null);

    private InboundDetails() {}

    static MessageDetails of(JsonObject raw, SenderFields sender, MessageContent content) {
        return new MessageDetails(
                sender.sender(),
                null,
                context(raw),
                null,
                null,
                null,
                null,
                null,
                // a message of an unknown type is its own raw content
                content instanceof MessageContent.Unsupported ? null : rest(raw));
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

    private static Map<String, Object> rest(JsonObject raw) {
        Remainder rest = Remainder.of(raw)
                .without("id", "from", "from_user_id", "group_id", "timestamp", SenderFields.CONTACT)
                .without("context.from", "context.id", "context.forwarded", "context.frequently_forwarded")
                .without("context.referred_product.catalog_id", "context.referred_product.product_retailer_id")
                .without("referral.source_url", "referral.source_type", "referral.source_id", "referral.headline")
                .without("referral.body", "referral.media_type", "referral.image_url", "referral.video_url")
                .without("referral.thumbnail_url", "referral.ctwa_clid", "referral.welcome_message.text")
                .without("text.body", "reaction.message_id", "reaction.emoji", "button.payload", "button.text")
                .without("location.latitude", "location.longitude", "location.name", "location.address", "location.url")
                .without("interactive", "contacts", "type");
        for (String file : new String[] {"image", "video", "audio", "document", "sticker"}) {
            for (String field :
                    new String[] {"id", "mime_type", "sha256", "caption", "filename", "voice", "animated", "url"}) {
                rest.without(file + "." + field);
            }
        }
        return rest.asMap();
    }
}
