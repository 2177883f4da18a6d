package dev.penstock.logback;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.status.Status;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.slf4j.LoggerFactory;

/** A Logback of its own, configured by the elements of one appender. */
final class Logs implements AutoCloseable {

    private final LoggerContext context = new LoggerContext();

    private Logs() {
        // MDC is one for the process, whatever context reads it.
        context.setMDCAdapter(((LoggerContext) LoggerFactory.getILoggerFactory()).getMDCAdapter());
        context.getStatusManager().add((ch.qos.logback.core.status.StatusListener) status -> {});
    }

    static Logs with(String elements) {
        return ofFile("""
                <configuration>
                  <appender name="LOKI" class="dev.penstock.logback.LokiAppender">
                    %s
                  </appender>
                  <root level="TRACE"><appender-ref ref="LOKI"/></root>
                </configuration>
                """.formatted(elements));
    }

    static Logs ofFile(String xml) {
        Logs logs = new Logs();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(logs.context);
        try {
            configurator.doConfigure(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        } catch (JoranException e) {
            throw new AssertionError(e);
        }
        return logs;
    }

    LoggerContext context() {
        return context;
    }

    Logger logger(String name) {
        return context.getLogger(name);
    }

    LokiAppender appender() {
        return (LokiAppender) logger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender("LOKI");
    }

    void flush() {
        if (!appender().flush(Duration.ofMinutes(2))) {
            throw new AssertionError("not flushed: " + appender().stats());
        }
    }

    List<String> warnings() {
        return messages(Status.WARN);
    }

    List<String> errors() {
        return messages(Status.ERROR);
    }

    private List<String> messages(int level) {
        return context.getStatusManager().getCopyOfStatusList().stream()
                .filter(status -> status.getLevel() == level)
                .map(Status::getMessage)
                .toList();
    }

    @Override
    public void close() {
        context.stop();
    }
}
