package dev.tidings.core.engine;

import java.util.List;

/**
 * Some of the templates of a session.
 *
 * @param next where the engine continues, in its own form; null when there are no more
 */
public record TemplatePage(List<MessageTemplate> templates, String next) {
    public TemplatePage {
        templates = List.copyOf(templates);
    }
}
