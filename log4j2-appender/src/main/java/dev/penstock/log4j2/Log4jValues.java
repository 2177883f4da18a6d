package dev.penstock.log4j2;

import dev.penstock.process.FrameworkValues;
import java.time.Instant;
import java.util.function.BiConsumer;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.impl.ThrowableProxy;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.util.ReadOnlyStringMap;
import org.jspecify.annotations.Nullable;

/** What a pipeline can ask Log4j2's events for. For one thread. */
final class Log4jValues extends FrameworkValues<RecordedEvent> {

    private final Configuration configuration;
    private final StringBuilder text = new StringBuilder();

    /** Made when a stack trace is first asked for. */
    private @Nullable PatternLayout traces;

    Log4jValues(Configuration configuration) {
        this.configuration = configuration;
    }

    @Override
    protected String level(RecordedEvent event) {
        return event.getLevel().name();
    }

    @Override
    protected @Nullable String logger(RecordedEvent event) {
        return event.getLoggerName();
    }

    @Override
    protected @Nullable String thread(RecordedEvent event) {
        return event.getThreadName();
    }

    @Override
    protected String message(RecordedEvent event) {
        return event.text().toString();
    }

    @Override
    protected String timestamp(RecordedEvent event) {
        return timestamp(Instant.ofEpochSecond(
                event.getInstant().getEpochSecond(), event.getInstant().getNanoOfSecond()));
    }

    @Override
    protected @Nullable String marker(RecordedEvent event) {
        return Log4jDialect.simpleName(event);
    }

    @Override
    protected @Nullable String exceptionType(RecordedEvent event) {
        Throwable thrown = event.getThrown();
        if (thrown != null) {
            return thrown.getClass().getName();
        }
        ThrowableProxy proxy = event.getThrownProxy();
        return proxy == null ? null : proxy.getName();
    }

    @Override
    protected @Nullable String exceptionMessage(RecordedEvent event) {
        Throwable thrown = event.getThrown();
        if (thrown != null) {
            return thrown.getMessage();
        }
        ThrowableProxy proxy = event.getThrownProxy();
        return proxy == null ? null : proxy.getMessage();
    }

    @Override
    protected @Nullable String stackTrace(RecordedEvent event) {
        if (event.getThrown() == null && event.getThrownProxy() == null) {
            return null;
        }
        PatternLayout layout = traces;
        if (layout == null) {
            layout = PatternLayout.newBuilder()
                    .withConfiguration(configuration)
                    .withPattern("%ex")
                    .build();
            traces = layout;
        }
        text.setLength(0);
        layout.serialize(event, text);
        return text.toString().strip();
    }

    @Override
    protected @Nullable String named(RecordedEvent event, String name) {
        ReadOnlyStringMap map = event.map();
        String value = map == null ? null : Log4jDialect.text(map, name);
        return value != null ? value : Log4jDialect.text(event.getContextData(), name);
    }

    @Override
    protected void forEachNamed(RecordedEvent event, BiConsumer<String, String> out) {
        Log4jDialect.readMap(event, out);
        event.getContextData().forEach(Log4jDialect.HAND_ON, out);
    }
}
