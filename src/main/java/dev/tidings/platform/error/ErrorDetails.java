package dev.tidings.platform.error;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What a failure is about.
 *
 * @param field JSON path of the field at fault ({@code to}, {@code webhook.url}, {@code messages[2].text}), or the name
 *     of a query, path or header parameter
 * @param reason what is wrong and what is allowed, in a few words; never a class name, SQL or a cause's text
 * @param messageId the stored message that the failure belongs to, when there is one
 * @param engineCode WhatsApp's own code of the failure, when there is one; {@code reason} then holds its own words
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ErrorDetails(String field, String reason, String messageId, String engineCode) {
    ErrorDetails(String field, String reason, String messageId) {
        this(field, reason, messageId, null);
    }
}
