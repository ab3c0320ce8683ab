package dev.tidings.platform.async;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidings.support.LogCapture;
import io.smallrye.mutiny.Uni;
import java.util.List;
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

    private static void fail() {
        BackgroundTasks.guard(JOB, Uni.createFrom().failure(new IllegalStateException("no database")))
                .await()
                .indefinitely();
    }

    private static void succeed() {
        BackgroundTasks.guard(JOB, Uni.createFrom().item(1)).await().indefinitely();
    }
}
