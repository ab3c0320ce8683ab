package dev.tidings.core.engine.command;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** How long a command may wait for an owner. */
@ApplicationScoped
class CommandPatience {
    Duration of(CommandType type) {
        return type.patience();
    }
}
