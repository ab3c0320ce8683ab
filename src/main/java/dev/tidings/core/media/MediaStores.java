package dev.tidings.core.media;

import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The stores: new files go to the one that the settings name, old ones are found where they are. */
@ApplicationScoped
class MediaStores {
    private final List<MediaStore> stores;
    private final MediaStore current;

    MediaStores(@All List<MediaStore> stores, MediaConfig config) {
        this.stores = stores;
        this.current = named(config.store());
    }

    MediaStore current() {
        return current;
    }

    final MediaStore named(String name) {
        return stores.stream()
                .filter(store -> store.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("tidings.media.store: there is no store " + name));
    }
}
