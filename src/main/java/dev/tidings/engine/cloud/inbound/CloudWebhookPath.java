package dev.tidings.engine.cloud.inbound;

import dev.tidings.access.auth.PublicPaths;
import jakarta.inject.Singleton;

/** Meta has no key of ours: its signature tells who it is. */
@Singleton
class CloudWebhookPath implements PublicPaths {
    @Override
    public boolean includes(String path) {
        return path.equals(CloudWebhookResource.PATH);
    }
}
