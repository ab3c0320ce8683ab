package dev.tidings.core.engine;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;

/**
 * Selects message templates; null and empty select all.
 *
 * @param name a part of the name
 * @param statuses one of them
 * @param languages one of these codes
 * @param categories one of them
 */
public record TemplateFilter(String name, List<Status> statuses, List<String> languages, List<Category> categories) {
    public TemplateFilter {
        statuses = List.copyOf(statuses);
        languages = List.copyOf(languages);
        categories = List.copyOf(categories);
    }

    /** The states of a template that are known here; only approved ones can be sent. */
    public enum Status {
        APPROVED,
        PENDING,
        REJECTED,
        PAUSED,
        DISABLED,
        IN_APPEAL,
        PENDING_DELETION,
        DELETED,
        LIMIT_EXCEEDED,
        ARCHIVED;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a template is for, which decides its price. */
    public enum Category {
        AUTHENTICATION,
        MARKETING,
        UTILITY;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
