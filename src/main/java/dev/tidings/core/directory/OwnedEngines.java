package dev.tidings.core.directory;

import java.util.Set;

/** The engines of this installation whose sessions are owned by one replica at a time. */
public interface OwnedEngines {
    Set<String> owned();

    /** The others: every replica may call them for every session. */
    default Set<String> unowned() {
        return Set.of();
    }
}
