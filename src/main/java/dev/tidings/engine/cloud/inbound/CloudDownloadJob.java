package dev.tidings.engine.cloud.inbound;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** The fallback for the signal: downloads that become due, and what other replicas left. */
@ApplicationScoped
class CloudDownloadJob {
    private final CloudDownloads downloads;

    CloudDownloadJob(CloudDownloads downloads) {
        this.downloads = downloads;
    }

    @Scheduled(every = "2s", delayed = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> run() {
        return Uni.createFrom().voidItem().invoke(downloads::wake);
    }
}
