package dev.penstock.benchmarks.compare;

import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.ThreadContext;

/** Logs through Log4j2 as most applications do: boxed arguments, a name made for each call. */
final class Log4j2Api implements LoggingApi {

    private final Logger[] loggers = loggers();

    static Logger[] loggers() {
        String[] names = Workload.loggers();
        Logger[] loggers = new Logger[names.length];
        for (int i = 0; i < names.length; i++) {
            loggers[i] = LogManager.getLogger(names[i]);
        }
        return loggers;
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
        ThreadContext.put(Workload.REQUEST_ID, value);
    }

    /** Log4j2 prints what it has to say. */
    @Override
    public List<String> statuses() {
        return List.of();
    }

    @Override
    public void stop() {
        LogManager.shutdown();
    }
}
