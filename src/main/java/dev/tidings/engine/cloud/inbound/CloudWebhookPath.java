package dev.tidings.engine.cloud.inbound;

import dev.tidings.access.auth.PublicPaths;
import jakarta.inject.Singleton;

/** Meta has no API key: its signature identifies it. */
@Singleton
class CloudWebhookPath implements PublicPaths {
    @Override
    public boolean includes(String path) {
        return path.equals(CloudWebhookResource.PATH);
    }
}
