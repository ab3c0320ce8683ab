package dev.tidings.engine.linked.transport;

import dev.tidings.platform.async.BackgroundTasks;
import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Runs the tasks of one session one after the other, in their order, on threads that all sessions share. A task may hold
 * the queue until something has been stored: then nothing that arrived later overtakes it.
 */
public final class SerialQueue implements Executor {
    /** Tasks in a row before other sessions get the thread. */
    private static final int TURN = 16;

    private final Executor pool;
    private final Consumer<RuntimeException> defects;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final Queue<Runnable> holds = new ArrayDeque<>();
    private Runnable continuation;
    private boolean isHeld;
    private boolean isRunning;

    /** @param defects gets what a task throws; the queue goes on */
    public SerialQueue(Executor pool, Consumer<RuntimeException> defects) {
        this.pool = pool;
        this.defects = defects;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            tasks.add(task);
        }
        schedule();
    }

    /**
     * Called from a task: after it, {@code work} begins, and the next task waits until one of the two others has run on
     * its result. Several in one task follow each other.
     */
    public <T> void hold(Uni<T> work, Consumer<T> then, Consumer<Throwable> failed) {
        synchronized (this) {
            holds.add(() -> BackgroundTasks.run(
                    BackgroundTasks.awaited(work),
                    item -> resume(() -> then.accept(item)),
                    failure -> resume(() -> failed.accept(failure))));
        }
        schedule();
    }

    private void resume(Runnable next) {
        synchronized (this) {
            isHeld = false;
            continuation = next;
        }
        schedule();
    }

    private void schedule() {
        synchronized (this) {
            if (isRunning || !hasNext()) {
                return;
            }
            isRunning = true;
        }
        runOnPool();
    }

    /** A process that ends runs nothing further. */
    private void runOnPool() {
        try {
            pool.execute(this::runSome);
        } catch (RejectedExecutionException e) {
            synchronized (this) {
                isRunning = false;
            }
        }
    }

    private boolean hasNext() {
        return continuation != null || (!isHeld && !(holds.isEmpty() && tasks.isEmpty()));
    }

    private void runSome() {
        for (int i = 0; i < TURN; i++) {
            Runnable task = next();
            if (task == null) {
                return;
            }
            try {
                task.run();
            } catch (RuntimeException e) {
                defects.accept(e);
            }
        }
        runOnPool();
    }

    private synchronized Runnable next() {
        Runnable next = null;
        if (continuation != null) {
            next = continuation;
            continuation = null;
        } else if (!isHeld) {
            isHeld = !holds.isEmpty();
            next = isHeld ? holds.poll() : tasks.poll();
        }
        isRunning = next != null;
        return next;
    }
}
