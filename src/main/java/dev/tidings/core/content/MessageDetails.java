package dev.tidings.core.content;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What an engine reports about a message beside its content; each part is null where it reports nothing.
 *
 * @param sender who sent an inbound message, beside the number
 * @param recipientUserId WhatsApp's id of the recipient of a message
 * @param context where the message comes from
 * @param pricing what WhatsApp charges for a message that was sent
 * @param conversation the conversation that it was counted in
 * @param failure why it failed, in the engine's own words
 * @param origin null for a message of this API, and for an inbound one
 * @param media the state of the file of an inbound message; null once it is stored, and for a message without one
 * @param raw what the engine reported and no field here holds, unchanged
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MessageDetails(
        Sender sender,
        String recipientUserId,
        Context context,
        Pricing pricing,
        Conversation conversation,
        Failure failure,
        MessageOrigin origin,
        MediaState media,
        Map<String, Object> raw) {
    public static final MessageDetails NONE = new MessageDetails(null, null, null, null, null, null, null, null, null);

    /**
     * The sender of a message.
     *
     * @param name the name that they gave themselves
     * @param username their WhatsApp username, without an at sign
     * @param userId WhatsApp's id of the person for this business
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Sender(String name, String username, String userId) {}

    /**
     * Where a message comes from.
     *
     * @param quotedEngineMessageId the engine's id of the message that it replies or reacts to, when that is not
     *     stored here
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Context(
            Boolean forwarded,
            Boolean frequentlyForwarded,
            String quotedEngineMessageId,
            Referral referral,
            Product referredProduct) {}

    /** The advertisement or post that the sender tapped before they wrote. */
    @Schema(name = "Referral")
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Referral(
            @Schema(examples = "https://fb.me/3cr4Wqqkv") String sourceUrl,

            @Schema(description = "ad or post", examples = "ad")
            String sourceType,

            @Schema(examples = "120226305854810726") String sourceId,
            String headline,
            String body,
            String mediaType,
            String imageUrl,
            String videoUrl,
            String thumbnailUrl,

            @Schema(description = "The click id, for Meta's Conversions API")
            String ctwaClid,

            @Schema(description = "The greeting that the advertisement showed")
            String welcomeMessage) {}

    /** An article of a catalog. */
    @Schema(name = "ReferredProduct")
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Product(String catalogId, String productId) {}

    /** What WhatsApp charges. */
    @Schema(name = "MessagePricing")
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Pricing(
            Boolean billable,
            @Schema(examples = "PMP") String model,
            @Schema(examples = "utility") String category,
            @Schema(examples = "regular") String type) {}

    /** The conversation that WhatsApp counted a message in. */
    @Schema(name = "MessageConversation")
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Conversation(
            String id, @Schema(examples = "utility") String origin, Instant expiresAt) {}

    /**
     * What an engine reports about a failure.
     *
     * @param engineCode WhatsApp's own code, or null
     * @param reason its own words, or null
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Failure(String engineCode, String reason) {}

    /** A file that is not stored here. */
    @Schema(name = "MessageMedia")
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record MediaState(
            @Schema(
                    description = "pending while it is being fetched, failed when it cannot be had",
                    enumeration = {PENDING, FAILED})
            String status,

            @Schema(description = "Why it cannot be had", examples = "it is too large")
            String reason) {
        public static final String PENDING = "pending";
        public static final String FAILED = "failed";
    }

    /** The same with this state of its file. */
    public MessageDetails with(MediaState state) {
        return new MessageDetails(sender, recipientUserId, context, pricing, conversation, failure, origin, state, raw);
    }

    /** Only the reason why a message failed. */
    public static MessageDetails of(Failure failure) {
        return failure == null ? NONE : new MessageDetails(null, null, null, null, null, failure, null, null, null);
    }
}
