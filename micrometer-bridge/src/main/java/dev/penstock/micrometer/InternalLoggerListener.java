package dev.penstock.micrometer;

import dev.penstock.diagnostics.DiagnosticListener;
import io.micrometer.common.util.internal.logging.InternalLogger;
import io.micrometer.common.util.internal.logging.InternalLoggerFactory;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Writes to the log that Micrometer's registries write to, which may be shipped as well. Thread-safe.
 *
 * <p>An appender refuses what is logged by a shipper's own thread, and counts it as lost, so that no shipper feeds itself. One
 * of metrics does not feed one of logs: what its threads say is logged by another one, which lives for a second.
 */
final class InternalLoggerListener implements DiagnosticListener {

    private static final InternalLogger LOGGER = InternalLoggerFactory.getInstance(RemoteWriteMeterRegistry.class);

    /** How the threads of shippers are called. */
    private static final String SHIPPERS = "penstock-";

    /** Far more than come at once: repetitions are summed up by who sends them. */
    private static final int WAITING = 100;

    private final ThreadPoolExecutor logger = new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING),
            InternalLoggerListener::thread,
            new ThreadPoolExecutor.DiscardPolicy());

    InternalLoggerListener() {
        logger.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "diagnostics-of-metrics");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void onMessage(Severity severity, String message) {
        if (Thread.currentThread().getName().startsWith(SHIPPERS)) {
            logger.execute(() -> log(severity, message));
        } else {
            log(severity, message);
        }
    }

    private static void log(Severity severity, String message) {
        if (severity == Severity.WARN) {
            LOGGER.warn(message);
        } else {
            LOGGER.info(message);
        }
    }
}
