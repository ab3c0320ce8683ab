package dev.tidings.core.media;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

@QuarkusTest
class LocalMediaStoreTest extends MediaStoreContract {
    @Inject
    LocalMediaStore store;

    @Override
    MediaStore store() {
        return store;
    }
}
