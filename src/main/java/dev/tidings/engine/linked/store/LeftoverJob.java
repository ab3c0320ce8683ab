package dev.tidings.engine.linked.store;

import dev.tidings.platform.async.BackgroundTasks;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Removes what a crash left of sessions that were never made, or are removed. */
@ApplicationScoped
class LeftoverJob {
    private final SettingsRepository settings;
    private final DeviceRepository devices;

    LeftoverJob(SettingsRepository settings, DeviceRepository devices) {
        this.settings = settings;
        this.devices = devices;
    }

    @Scheduled(every = "1m", delayed = "25s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> run() {
        return BackgroundTasks.guard(
                "The tidying up after linked devices",
                Uni.createFrom().deferred(settings::sweep).chain(devices::sweep));
    }
}
