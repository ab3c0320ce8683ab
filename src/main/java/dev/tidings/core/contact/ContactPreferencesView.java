package dev.tidings.core.contact;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tidings.core.content.MessageDetails;
import dev.tidings.core.engine.ContactPreference;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a person said about the messages that they want to get: the data of {@code contact.preferences}. */
@Schema(
        name = "ContactPreferences",
        description = "What a person said about the messages that they want to get",
        requiredProperties = {"sessionId", "chatId", "phone", "category", "value", "timestamp"})
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
record ContactPreferencesView(
        @Schema(examples = "session_01kaszj5v3m8q2c7d9e1f4g6h8")
        String sessionId,

        @Schema(description = "The conversation with the person, as messages show it", examples = "14155552671")
        String chatId,

        @Schema(
                nullable = true,
                description = "Digits; null for a person who shows no number",
                examples = "14155552671")
        @JsonInclude(JsonInclude.Include.ALWAYS)
        String phone,

        @Schema(description = "As the person calls themselves", examples = "Sheena Nelson")
        String name,

        @Schema(description = "The person's WhatsApp username", examples = "sheena.nelson")
        String username,

        @Schema(description = "WhatsApp's id of the person for this business", examples = "US.13491208655302741918")
        String userId,

        @Schema(description = "Which messages", examples = "marketing_messages")
        String category,

        @Schema(
                description = "stop: no more of them; resume: they are wanted again",
                enumeration = {"stop", "resume"})
        String value,

        @Schema(description = "WhatsApp's words", examples = "User requested to stop marketing messages")
        String detail,

        @Schema(description = "When the person said so") Instant timestamp) {
    private static final MessageDetails.Sender NOBODY = new MessageDetails.Sender(null, null, null);

    static ContactPreferencesView of(ContactPreference preference) {
        MessageDetails.Sender person = Objects.requireNonNullElse(preference.person(), NOBODY);
        return new ContactPreferencesView(
                preference.sessionId(),
                preference.chatId(),
                preference.phone(),
                person.name(),
                person.username(),
                person.userId(),
                preference.category(),
                preference.value(),
                preference.detail(),
                preference.at().truncatedTo(ChronoUnit.MICROS));
    }
}
