package dev.tidings.core.event;

import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.validation.Violations;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The names by which events are selected: of events, of groups, {@code *} for all. */
public final class EventSelection {
    private static final List<String> ALLOWED = EventType.subscribable();

    private EventSelection() {}

    /** Declares the rules for a list of names: each is known, and none selects an event twice. */
    public static void check(Violations checks, String field, List<String> names) {
        if (names == null) {
            return;
        }
        checks.size(field, names, 1, ALLOWED.size());
        for (int i = 0; i < names.size(); i++) {
            String objection = objection(names.get(i), names);
            checks.that(field + "[" + i + "]", objection == null, ErrorCode.INVALID_WEBHOOK_EVENT, objection);
        }
    }

    /** The events that the names select. */
    public static Set<EventType> types(List<String> names) {
        return Arrays.stream(EventType.values())
                .filter(type -> names.contains(EventType.ALL)
                        || names.contains(type.wireName())
                        || type.group()
                                .map(group -> names.contains(group.wireName()))
                                .orElse(false))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String objection(String name, List<String> names) {
        if (!ALLOWED.contains(name)) {
            return "must be one of " + String.join(", ", ALLOWED);
        }
        if (names.indexOf(name) != names.lastIndexOf(name)) {
            return "is there twice";
        }
        if (names.size() > 1 && name.equals(EventType.ALL)) {
            return "* holds all events: leave the others out";
        }
        return groupOf(name)
                .filter(names::contains)
                .map(group -> group + " holds it already: leave one of them out")
                .orElse(null);
    }

    private static Optional<String> groupOf(String name) {
        return Arrays.stream(EventType.values())
                .filter(type -> type.wireName().equals(name))
                .findFirst()
                .flatMap(EventType::group)
                .map(EventType.Group::wireName);
    }
}
