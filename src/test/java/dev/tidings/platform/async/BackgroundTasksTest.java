package dev.tidings.platform.async;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tidings.support.LogCapture;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class BackgroundTasksTest {
    private static final String JOB = "The job of this test";

    @Test
    void tellsOfARowOfFailuresOnceAndOfItsEnd() {
        LogCapture log = LogCapture.start();
        try {
            fail();
            fail();
            succeed();
            succeed();
            fail();
        } finally {
            log.close();
        }
        List<String> told = log.lines().stream()
                .map(LogCapture.Line::message)
                .filter(line -> line.startsWith(JOB))
                .map(line -> line.substring(JOB.length(), JOB.length() + 6))
                .toList();
        assertEquals(List.of(" fails", " runs ", " fails"), told);
    }

    @Test
    void workGoesOnWhenNobodyWaitsForItAnyMore() {
        AtomicReference<UniEmitter<? super String>> step = new AtomicReference<>();
        List<String> log = new ArrayList<>();
        Uni<String> work = Uni.createFrom().<String>emitter(step::set).invoke(log::add);
        BackgroundTasks.detached(work, () -> log.add("left"))
                .subscribe()
                .with(log::add)
                .cancel();
        assertEquals(List.of("left"), log);
        step.get().complete("done");
        assertEquals(List.of("left", "done"), log);
    }

    @Test
    void whoeverWaitsGetsTheResultOfDetachedWork() {
        List<String> log = new ArrayList<>();
        Uni<String> work = Uni.createFrom().item("done");
        BackgroundTasks.detached(work, () -> log.add("over")).subscribe().with(log::add);
        assertEquals(List.of("done", "over"), log);
        Uni<String> failing = BackgroundTasks.detached(Uni.createFrom().failure(new IllegalStateException("no")));
        assertThrows(IllegalStateException.class, () -> failing.await().indefinitely());
    }

    private static void fail() {
        BackgroundTasks.guard(JOB, Uni.createFrom().failure(new IllegalStateException("no database")))
                .await()
                .indefinitely();
    }

    private static void succeed() {
        BackgroundTasks.guard(JOB, Uni.createFrom().item(1)).await().indefinitely();
    }
}
