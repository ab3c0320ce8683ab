package dev.tidings.core.template.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tidings.core.engine.MessageTemplate;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A message template as clients see it. */
@Schema(name = "MessageTemplate")
@JsonInclude(JsonInclude.Include.NON_NULL)
record TemplateView(
        @Schema(description = "WhatsApp's id of it", examples = "594425479261596")
        String templateId,

        @Schema(description = "The name to send it by", examples = "order_update")
        String name,

        @Schema(description = "A name has one template per language", examples = "en_US")
        String language,

        @Schema(
                description = "Only approved templates can be sent; WhatsApp may add other values than the filter has",
                examples = "approved")
        String status,

        @Schema(description = "What it is for, which decides its price", examples = "utility")
        String category,

        @Schema(description = "A finer category, when WhatsApp gives one")
        String subCategory,

        @Schema(description = "The category before WhatsApp changed it")
        String previousCategory,

        @Schema(description = "How its parameters are named: positional or named", examples = "positional")
        String parameterFormat,

        @Schema(description = "What recipients think of it: green, yellow, red or unknown", examples = "green")
        String quality,

        @Schema(description = "Why WhatsApp rejected it", examples = "invalid_format")
        String rejectedReason,

        @Schema(description = "Header, body, footer and buttons, in WhatsApp's own form")
        List<Map<String, Object>> components) {

    static TemplateView of(MessageTemplate template) {
        return new TemplateView(
                template.id(),
                template.name(),
                template.language(),
                template.status(),
                template.category(),
                template.subCategory(),
                template.previousCategory(),
                template.parameterFormat(),
                template.quality(),
                template.rejectedReason(),
                template.components());
    }
}
