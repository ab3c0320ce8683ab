package dev.tidings.support;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;

/** Collects what the application logs while it is open. */
public final class LogCapture extends Handler implements AutoCloseable {
    /** A line of the log: what it says, and the id of the request it belongs to. */
    public record Line(Level level, String logger, String message, String requestId, Throwable thrown) {}

    private final List<Line> lines = new CopyOnWriteArrayList<>();
    private final Logger root = Logger.getLogger("");

    private LogCapture() {}

    /** Starts to collect everything at INFO and above. */
    public static LogCapture start() {
        LogCapture capture = new LogCapture();
        capture.setLevel(Level.INFO);
        capture.root.addHandler(capture);
        return capture;
    }

    public List<Line> lines() {
        return List.copyOf(lines);
    }

    /** Lines at ERROR and above. */
    public List<Line> errors() {
        return lines.stream()
                .filter(line -> line.level().intValue() >= Level.SEVERE.intValue())
                .toList();
    }

    @Override
    public void publish(LogRecord record) {
        ExtLogRecord extended = ExtLogRecord.wrap(record);
        lines.add(new Line(
                record.getLevel(),
                record.getLoggerName(),
                extended.getFormattedMessage(),
                extended.getMdc("requestId"),
                record.getThrown()));
    }

    @Override
    public void flush() {
        // nothing is held back
    }

    @Override
    public void close() {
        root.removeHandler(this);
    }
}
