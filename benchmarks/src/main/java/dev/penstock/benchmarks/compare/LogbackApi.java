package dev.penstock.benchmarks.compare;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.status.Status;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Logs through SLF4J and Logback, as configured by {@code logback.configurationFile}. */
final class LogbackApi implements LoggingApi {

    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Logger[] loggers;

    LogbackApi() {
        String[] names = Workload.loggers();
        loggers = new Logger[names.length];
        for (int i = 0; i < names.length; i++) {
            loggers[i] = context.getLogger(names[i]);
        }
        for (Status status : context.getStatusManager().getCopyOfStatusList()) {
            if (status.getEffectiveLevel() >= Status.WARN) {
                throw new IllegalStateException("the configuration is not as it should be: " + status);
            }
        }
    }

    @Override
    public void log(long seq) {
        Logger logger = loggers[Workload.loggerOf(seq)];
        if (Workload.isWarning(seq)) {
            logger.warn(
                    Workload.MESSAGE,
                    seq,
                    Workload.order(seq),
                    "customer-" + Workload.customer(seq),
                    Workload.millis(seq),
                    Workload.WHERE);
        } else {
            logger.info(
                    Workload.MESSAGE,
                    seq,
                    Workload.order(seq),
                    "customer-" + Workload.customer(seq),
                    Workload.millis(seq),
                    Workload.WHERE);
        }
    }

    @Override
    public void requestId(String value) {
        MDC.put(Workload.REQUEST_ID, value);
    }

    @Override
    public List<String> statuses() {
        return context.getStatusManager().getCopyOfStatusList().stream()
                .filter(status -> status.getEffectiveLevel() >= Status.WARN)
                .map(Status::toString)
                .toList();
    }

    @Override
    public void stop() {
        context.stop();
    }
}
