package dev.tidings.engine.sandbox;

import dev.tidings.core.engine.MessageTemplate;
import dev.tidings.core.engine.TemplateFilter;
import dev.tidings.core.engine.TemplatePage;
import dev.tidings.platform.crypto.Sha256;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/** A few templates, as a business has them: approved, rejected, waiting, in two languages. */
final class SandboxTemplates {
    private static final BigInteger IDS = BigInteger.valueOf(1_000_000_000_000_000L);

    private static final List<Map<String, Object>> GREETING = List.of(
            body("Hello {{1}}, welcome! Answer this message to begin."), Map.of("type", "FOOTER", "text", "Tidings"));

    private SandboxTemplates() {}

    /** Those of the session that the filter selects, after the one with this id; null: from the first. */
    static TemplatePage page(String sessionId, TemplateFilter filter, String after, int limit) {
        List<MessageTemplate> found = all(sessionId).stream()
                .filter(template -> selects(filter, template))
                .toList();
        int from = 0;
        for (int i = 0; i < found.size(); i++) {
            from = found.get(i).id().equals(after) ? i + 1 : from;
        }
        int to = Math.min(found.size(), from + limit);
        List<MessageTemplate> page = found.subList(from, to);
        return new TemplatePage(
                page, to < found.size() ? page.get(page.size() - 1).id() : null);
    }

    /** Null when the session has none with this id. */
    static MessageTemplate find(String sessionId, String id) {
        return all(sessionId).stream()
                .filter(template -> template.id().equals(id))
                .findFirst()
                .orElse(null);
    }

    /** Their ids differ from session to session, as those of two businesses do. */
    private static List<MessageTemplate> all(String sessionId) {
        return List.of(
                template(sessionId, "hello_world", "en_US", "approved", "utility", "green", null, GREETING),
                template(sessionId, "hello_world", "es_MX", "approved", "utility", "unknown", null, GREETING),
                template(
                        sessionId,
                        "order_update",
                        "en_US",
                        "approved",
                        "utility",
                        "yellow",
                        null,
                        List.of(body("Your order {{1}} is on its way."))),
                template(
                        sessionId,
                        "summer_sale",
                        "en_US",
                        "rejected",
                        "marketing",
                        null,
                        "promotional",
                        List.of(body("Everything is cheaper in summer!"))),
                template(
                        sessionId,
                        "login_code",
                        "en_US",
                        "pending",
                        "authentication",
                        null,
                        null,
                        List.of(body("{{1}} is your verification code."))));
    }

    private static MessageTemplate template(
            String sessionId,
            String name,
            String language,
            String status,
            String category,
            String quality,
            String rejectedReason,
            List<Map<String, Object>> components) {
        byte[] hash = Sha256.of(sessionId + "/" + name + "/" + language);
        String id = new BigInteger(1, hash).mod(IDS).add(IDS).toString();
        return new MessageTemplate(
                id, name, language, status, category, null, null, "positional", quality, rejectedReason, components);
    }

    private static Map<String, Object> body(String text) {
        return Map.of("type", "BODY", "text", text);
    }

    private static boolean selects(TemplateFilter filter, MessageTemplate template) {
        return (filter.name() == null || template.name().contains(filter.name()))
                && (filter.languages().isEmpty() || filter.languages().contains(template.language()))
                && (filter.statuses().isEmpty()
                        || filter.statuses().stream()
                                .anyMatch(status -> status.wireName().equals(template.status())))
                && (filter.categories().isEmpty()
                        || filter.categories().stream()
                                .anyMatch(category -> category.wireName().equals(template.category())));
    }
}
