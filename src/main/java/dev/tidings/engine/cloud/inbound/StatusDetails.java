package dev.tidings.engine.cloud.inbound;

import static dev.tidings.engine.cloud.inbound.JsonFields.flag;
import static dev.tidings.engine.cloud.inbound.JsonFields.instant;
import static dev.tidings.engine.cloud.inbound.JsonFields.object;
import static dev.tidings.engine.cloud.inbound.JsonFields.text;

import dev.tidings.core.content.MessageDetails;
import dev.tidings.core.content.MessageDetails.Conversation;
import dev.tidings.core.content.MessageDetails.Pricing;
import io.vertx.core.json.JsonObject;

/** Reads what a status from Meta contains beside the status. */
final class StatusDetails {
    private StatusDetails() {}

    static MessageDetails of(JsonObject status) {
        Remainder rest = Remainder.of(status)
                .without("id", "status", "timestamp", "type", "recipient_id", "recipient_user_id", "errors")
                .without("biz_opaque_callback_data", "pricing.billable", "pricing.pricing_model", "pricing.category")
                .without("pricing.type", "conversation.id", "conversation.origin.type")
                .without("conversation.expiration_timestamp");
        return new MessageDetails(
                null,
                text(status, "recipient_user_id"),
                null,
                pricing(object(status, "pricing")),
                conversation(object(status, "conversation")),
                null,
                null,
                null,
                rest.asMap());
    }

    private static Pricing pricing(JsonObject pricing) {
        return pricing.isEmpty()
                ? null
                : new Pricing(
                        flag(pricing, "billable"),
                        text(pricing, "pricing_model"),
                        text(pricing, "category"),
                        text(pricing, "type"));
    }

    private static Conversation conversation(JsonObject conversation) {
        return conversation.isEmpty()
                ? null
                : new Conversation(
                        text(conversation, "id"),
                        text(object(conversation, "origin"), "type"),
                        instant(conversation, "expiration_timestamp"));
    }
}
