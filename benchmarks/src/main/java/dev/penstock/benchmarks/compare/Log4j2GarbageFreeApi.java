package dev.penstock.benchmarks.compare;

import static org.apache.logging.log4j.util.Unbox.box;

import java.util.List;
import org.apache.logging.log4j.Logger;

/** Logs through Log4j2 so that the call itself makes no garbage: unboxed numbers, names made beforehand. */
final class Log4j2GarbageFreeApi implements LoggingApi {

    private final LoggingApi plain = new Log4j2Api();
    private final Logger[] loggers = Log4j2Api.loggers();
    private final String[] customers = new String[1024];

    Log4j2GarbageFreeApi() {
        for (int i = 0; i < customers.length; i++) {
            customers[i] = "customer-" + i;
        }
    }

    @Override
    public void log(long seq) {
        Logger logger = loggers[Workload.loggerOf(seq)];
        if (Workload.isWarning(seq)) {
            logger.warn(
                    Workload.MESSAGE,
                    box(seq),
                    box(Workload.order(seq)),
                    customers[Workload.customer(seq)],
                    box(Workload.millis(seq)),
                    Workload.WHERE);
        } else {
            logger.info(
                    Workload.MESSAGE,
                    box(seq),
                    box(Workload.order(seq)),
                    customers[Workload.customer(seq)],
                    box(Workload.millis(seq)),
                    Workload.WHERE);
        }
    }

    @Override
    public void requestId(String value) {
        plain.requestId(value);
    }

    @Override
    public List<String> statuses() {
        return plain.statuses();
    }

    @Override
    public void stop() {
        plain.stop();
    }
}
