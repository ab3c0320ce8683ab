package dev.tidings.core.engine;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

/** The engines. */
@ConfigMapping(prefix = "tidings.engines")
interface EnginesConfig {

    /** The engine of a session that is created without naming one, such as {@code sandbox} or {@code cloud}. */
    @WithName("default")
    @WithDefault("sandbox")
    String defaultName();
}
