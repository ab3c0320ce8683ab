package dev.tidings.core.engine;

import java.util.List;
import java.util.Map;

/**
 * A message template as WhatsApp keeps it for the business of a number.
 *
 * @param id WhatsApp's id of it
 * @param language its code, such as {@code en_US}: a name has one template per language
 * @param status in lower case, such as {@code approved}; WhatsApp may add others than {@link TemplateFilter} knows
 * @param category in lower case, such as {@code utility}
 * @param subCategory in lower case, or null
 * @param previousCategory in lower case; null unless WhatsApp changed the category
 * @param parameterFormat {@code positional} or {@code named}, or null
 * @param quality in lower case, such as {@code green}, or null
 * @param rejectedReason in lower case; null unless it was rejected
 * @param components its parts in WhatsApp's own form
 */
public record MessageTemplate(
        String id,
        String name,
        String language,
        String status,
        String category,
        String subCategory,
        String previousCategory,
        String parameterFormat,
        String quality,
        String rejectedReason,
        List<Map<String, Object>> components) {
    public MessageTemplate {
        components = components == null ? List.of() : List.copyOf(components);
    }
}
