package dev.tidings.core.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tidings.platform.id.IdKind;
import dev.tidings.platform.id.Ids;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The behaviour of every store; one subclass per store. */
abstract class MediaStoreContract {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int SIZE = 3 * Rechunker.SIZE + 17;

    @Inject
    Ids ids;

    private final byte[] bytes = new byte[SIZE];
    private String key;

    abstract MediaStore store();

    @BeforeEach
    void open() {
        key = ids.next(IdKind.MEDIA);
        new Random(1).nextBytes(bytes);
    }

    @AfterEach
    void leaveNothingBehind() {
        done(store().delete(key));
    }

    @Test
    void givesBackWhatItTook() {
        write(content());
        assertArrayEquals(bytes, read(0, SIZE));
    }

    @Test
    void givesBackAnyPart() {
        write(content());
        int[][] parts = {
            {0, 1},
            {0, Rechunker.SIZE},
            {1, Rechunker.SIZE},
            {Rechunker.SIZE, Rechunker.SIZE},
            {Rechunker.SIZE - 1, 2},
            {5, SIZE - 6},
            {SIZE - 1, 1},
            {SIZE - 18, 18}
        };
        for (int[] part : parts) {
            assertArrayEquals(Arrays.copyOfRange(bytes, part[0], part[0] + part[1]), read(part[0], part[1]));
        }
    }

    @Test
    void asksForEachPartWhenTheOneBeforeIsWritten() {
        AtomicInteger most = new AtomicInteger();
        write(content().onRequest().invoke(n -> {
            most.accumulateAndGet((int) Math.min(n, Integer.MAX_VALUE), Math::max);
        }));
        assertEquals(1, most.get());
    }

    @Test
    void keepsNothingThatFailedHalfWay() {
        Multi<Buffer> broken = Multi.createBy()
                .concatenating()
                .streams(content(), Multi.createFrom().failure(new IllegalStateException("gone")));
        assertThrows(IllegalStateException.class, () -> write(broken));
        done(store().delete(key));
        assertThrows(RuntimeException.class, () -> read(0, 1));
    }

    @Test
    void removesAllThereIs() {
        write(content());
        done(store().delete(key));
        assertThrows(RuntimeException.class, () -> read(0, 1));
        done(store().delete(key));
    }

    private Multi<Buffer> content() {
        return Rechunker.of(Multi.createFrom().item(Buffer.buffer(bytes)));
    }

    private void write(Multi<Buffer> content) {
        done(store().write(key, content));
    }

    private byte[] read(long offset, long length) {
        return store().read(key, offset, length)
                .collect()
                .in(Buffer::buffer, Buffer::appendBuffer)
                .await()
                .atMost(PATIENCE)
                .getBytes();
    }

    private static void done(Uni<Void> work) {
        work.await().atMost(PATIENCE);
    }
}
