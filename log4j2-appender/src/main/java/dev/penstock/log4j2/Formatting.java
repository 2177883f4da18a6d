package dev.penstock.log4j2;

import dev.penstock.AppenderFields;
import dev.penstock.process.EventFields;
import dev.penstock.process.EventMapper;
import java.util.function.Supplier;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Makes entries of events as one configuration asks for it; each mapper is for one thread at a time.
 *
 * @param fields labels and metadata
 * @param layout makes the line; null for the message and the stack trace
 * @param configuration has what patterns refer to
 */
record Formatting(AppenderFields fields, @Nullable Layout<?> layout, Configuration configuration)
        implements Supplier<EventMapper<RecordedEvent>> {

    /** Metadata by default, beside that of every framework. */
    static final String METADATA = """
            * = %%marker
            * = %%map
            """;

    @Override
    public EventMapper<RecordedEvent> get() {
        Log4jDialect dialect = new Log4jDialect(configuration, fields.identity());
        LineFormat line = LineFormat.of(layout, configuration);
        EventFields<RecordedEvent> labels = fields.compileLabels(dialect);
        EventFields<RecordedEvent> metadata = fields.compileMetadata(dialect);
        Log4jValues values = new Log4jValues(configuration);
        return (event, entry) -> {
            Instant instant = event.getInstant();
            entry.setTimestamp(instant.getEpochSecond(), instant.getNanoOfSecond());
            entry.setLine(line.format(event));
            labels.write(event, entry.labels());
            metadata.write(event, entry.metadata());
            entry.setValues(values.of(event));
        };
    }
}
