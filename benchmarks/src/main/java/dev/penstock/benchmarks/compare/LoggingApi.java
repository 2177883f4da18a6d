package dev.penstock.benchmarks.compare;

import java.util.List;

/** The framework a contestant is driven through. Thread-safe. */
interface LoggingApi {

    /** Logs the event of a number. */
    void log(long seq);

    /** Sets the MDC's value for the calling thread. */
    void requestId(String value);

    /** What the framework said of itself at WARN and above, and nobody else was told. */
    List<String> statuses();

    /** Stops the framework as an application that ends in an orderly way does. */
    void stop();

    /** The one of a name: {@code logback}, {@code log4j2} or {@code log4j2-gcfree}. */
    static LoggingApi named(String name) {
        switch (name) {
            case "logback":
                return new LogbackApi();
            case "log4j2":
                return new Log4j2Api();
            case "log4j2-gcfree":
                return new Log4j2GarbageFreeApi();
            default:
                throw new IllegalArgumentException(
                        "api '" + name + "' is not known; accepted: logback, log4j2, log4j2-gcfree");
        }
    }
}
