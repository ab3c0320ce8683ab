package dev.tidings.core.media;

import dev.tidings.platform.process.StartupFailure;
import io.quarkus.arc.All;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The stores: new files go to the one that the settings name, older ones stay where they are. */
@Startup
@ApplicationScoped
class MediaStores {
    private final List<MediaStore> stores;
    private final MediaStore current;

    MediaStores(@All List<MediaStore> stores, MediaConfig config) {
        this.stores = stores;
        this.current = find(config.store()).orElseThrow(() -> unknown(config.store()));
    }

    MediaStore current() {
        return current;
    }

    MediaStore named(String name) {
        return find(name).orElseThrow(() -> new IllegalStateException("there is no store " + name));
    }

    private Optional<MediaStore> find(String name) {
        return stores.stream().filter(store -> store.name().equals(name)).findFirst();
    }

    private IllegalStateException unknown(String name) {
        String known = stores.stream().map(MediaStore::name).sorted().collect(Collectors.joining(", "));
        return StartupFailure.because(
                "The setting tidings.media.store must be one of " + known + ", but is '" + name + "'.");
    }
}
