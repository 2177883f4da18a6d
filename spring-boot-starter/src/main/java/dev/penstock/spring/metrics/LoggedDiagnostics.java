package dev.penstock.spring.metrics;

import dev.penstock.diagnostics.DiagnosticListener;
import dev.penstock.micrometer.RemoteWriteMeterRegistry;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Writes what the registry says about itself to the application's log, which is shipped as well. Thread-safe.
 *
 * <p>An appender refuses what is logged by a shipper's own thread, and counts it as lost, so that no shipper feeds itself. One
 * of metrics does not feed one of logs: what its threads say is logged by another one, which lives for a second.
 */
final class LoggedDiagnostics implements DiagnosticListener {

    private static final Log LOG = LogFactory.getLog(RemoteWriteMeterRegistry.class);

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
            LoggedDiagnostics::thread,
            new ThreadPoolExecutor.DiscardPolicy());

    LoggedDiagnostics() {
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
            LOG.warn(message);
        } else {
            LOG.info(message);
        }
    }
}
