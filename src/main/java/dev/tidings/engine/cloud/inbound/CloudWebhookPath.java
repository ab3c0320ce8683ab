package dev.tidings.engine.cloud.inbound;

import dev.tidings.access.auth.PublicPath;
import jakarta.inject.Singleton;

/** Meta has no key of ours: its signature tells who it is. */
@Singleton
class CloudWebhookPath implements PublicPath {
    @Override
    public boolean includes(String path) {
        return path.equals(CloudWebhookResource.PATH);
    }
}
