package dev.tidings.webhook.delivery;

import dev.tidings.platform.config.PositiveInt;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** How events are delivered. */
@ConfigMapping(prefix = "tidings.webhooks")
interface WebhookConfig {

    /** How many deliveries a replica makes at the same time. */
    @WithDefault("256")
    @WithConverter(PositiveInt.class)
    int parallel();

    /** How many of them may go to one endpoint; a new one, or one that does not answer, gets fewer. */
    @WithDefault("16")
    @WithConverter(PositiveInt.class)
    int parallelPerEndpoint();
}
