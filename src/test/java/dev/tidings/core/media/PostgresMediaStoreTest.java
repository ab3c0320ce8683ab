package dev.tidings.core.media;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

@QuarkusTest
class PostgresMediaStoreTest extends MediaStoreContract {
    @Inject
    PostgresMediaStore store;

    @Override
    MediaStore store() {
        return store;
    }
}
