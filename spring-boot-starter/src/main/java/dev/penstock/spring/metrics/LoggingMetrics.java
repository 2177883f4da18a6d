package dev.penstock.spring.metrics;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.logging.Log4j2Metrics;
import io.micrometer.core.instrument.binder.logging.LogbackMetrics;
import java.util.ArrayList;
import java.util.List;
import org.springframework.util.ClassUtils;

/** How many events are logged, at which level: by the framework that is in use. */
final class LoggingMetrics {

    private LoggingMetrics() {}

    /** Mostly one. */
    static List<MeterBinder> all() {
        List<MeterBinder> binders = new ArrayList<>();
        ClassLoader loader = LoggingMetrics.class.getClassLoader();
        if (ClassUtils.isPresent("ch.qos.logback.classic.LoggerContext", loader)
                && ClassUtils.isPresent("org.slf4j.LoggerFactory", loader)
                && Logback.isInUse()) {
            binders.add(Logback.metrics());
        }
        if (ClassUtils.isPresent("org.apache.logging.log4j.core.LoggerContext", loader) && Log4j2.isInUse()) {
            binders.add(Log4j2.metrics());
        }
        return binders;
    }

    /** Loaded only where Logback is. */
    private static final class Logback {

        static boolean isInUse() {
            return org.slf4j.LoggerFactory.getILoggerFactory() instanceof ch.qos.logback.classic.LoggerContext;
        }

        static MeterBinder metrics() {
            return new LogbackMetrics();
        }
    }

    /** Loaded only where Log4j's core is. */
    private static final class Log4j2 {

        static boolean isInUse() {
            return org.apache.logging.log4j.LogManager.getContext(false)
                    instanceof org.apache.logging.log4j.core.LoggerContext;
        }

        static MeterBinder metrics() {
            return new Log4j2Metrics();
        }
    }
}
