package dev.penstock.log4j2;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.ConfigurationFactory;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.json.JsonConfigurationFactory;
import org.apache.logging.log4j.core.config.properties.PropertiesConfigurationFactory;
import org.apache.logging.log4j.core.config.xml.XmlConfigurationFactory;
import org.apache.logging.log4j.core.config.yaml.YamlConfigurationFactory;
import org.apache.logging.log4j.status.StatusData;
import org.apache.logging.log4j.status.StatusListener;
import org.apache.logging.log4j.status.StatusLogger;

/** A Log4j of its own, configured by one text; hears what the status logger says meanwhile. */
final class Logs implements AutoCloseable {

    private final List<StatusData> statuses = new CopyOnWriteArrayList<>();
    private final StatusListener listener = new Listener(statuses);
    private final LoggerContext context;

    private record Listener(List<StatusData> statuses) implements StatusListener {
        @Override
        public void log(StatusData data) {
            statuses.add(data);
        }

        @Override
        public Level getStatusLevel() {
            return Level.INFO;
        }

        @Override
        public void close() {}
    }

    private Logs(LoggerContext context) {
        this.context = context;
        StatusLogger.getLogger().registerListener(listener);
    }

    /** One appender of XML attributes and elements: {@code url="…"><Labels>…</Labels}. */
    static Logs with(String url, String attributes, String elements) {
        return ofXml(xml("<Penstock name=\"LOKI\" url=\"" + url + "\" " + attributes + ">" + elements + "</Penstock>"));
    }

    static String xml(String appender) {
        return """
                <Configuration>
                  <Appenders>%s</Appenders>
                  <Loggers><Root level="TRACE"><AppenderRef ref="LOKI"/></Root></Loggers>
                </Configuration>
                """.formatted(appender);
    }

    static Logs ofXml(String text) {
        return of(new LoggerContext("test"), text, "xml");
    }

    static Logs of(LoggerContext context, String text, String format) {
        Logs logs = new Logs(context);
        context.start(configuration(context, text, format));
        return logs;
    }

    static Configuration configuration(LoggerContext context, String text, String format) {
        ConfigurationFactory factory = switch (format) {
            case "json" -> new JsonConfigurationFactory();
            case "yaml" -> new YamlConfigurationFactory();
            case "properties" -> new PropertiesConfigurationFactory();
            default -> new XmlConfigurationFactory();
        };
        try {
            return factory.getConfiguration(
                    context, new ConfigurationSource(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    LoggerContext context() {
        return context;
    }

    Logger logger(String name) {
        return context.getLogger(name);
    }

    LokiAppender appender() {
        return context.getConfiguration().getAppender("LOKI");
    }

    void flush() {
        if (!appender().flush(Duration.ofMinutes(2))) {
            throw new AssertionError("not flushed: " + appender().stats() + warnings() + errors());
        }
    }

    List<String> warnings() {
        return messages(Level.WARN);
    }

    List<String> errors() {
        return messages(Level.ERROR);
    }

    private List<String> messages(Level level) {
        return statuses.stream()
                .filter(status -> status.getLevel() == level)
                .map(status -> status.getMessage().getFormattedMessage())
                .toList();
    }

    String everything() {
        return statuses.stream()
                .map(status -> status.getMessage().getFormattedMessage())
                .toList()
                .toString();
    }

    @Override
    public void close() {
        context.stop();
        StatusLogger.getLogger().removeListener(listener);
    }
}
