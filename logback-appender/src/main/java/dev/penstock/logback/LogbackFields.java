package dev.penstock.logback;

import ch.qos.logback.core.Context;
import dev.penstock.identity.ProcessIdentity;
import dev.penstock.loki.StreamDefaults;
import dev.penstock.process.EventFields;
import dev.penstock.process.EventMapper;
import dev.penstock.process.LineBuffer;
import dev.penstock.settings.ShipperSettings;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The labels and the structured metadata of the appender's events, as configured or by default. */
final class LogbackFields {

    private static final String DEFAULT_LABELS = "level = %level";

    private static final String DEFAULT_METADATA = """
            logger = %logger
            thread = %thread
            * = %%trace
            * != %%mdc{traceId,spanId}
            * = %%kvp
            * = %%resource
            """;

    private final ProcessIdentity identity = ProcessIdentity.detect();
    private @Nullable String labels;
    private @Nullable String metadata;

    void labels(String lines) {
        labels = lines;
    }

    void structuredMetadata(String lines) {
        metadata = lines;
    }

    /** Labels given by configuration are meant as they stand; without them the surroundings' are added. */
    StreamDefaults streamDefaults(ShipperSettings settings) {
        Map<String, String> defaults = new HashMap<>(labels == null ? identity.labels() : Map.of());
        defaults.putAll(settings.externalLabels());
        return new StreamDefaults(defaults, identity.serviceName());
    }

    /** Whether neither the line nor any field asks an event for its message, see {@link LineFormat#formatsMessages()}. */
    boolean formatMessages(LineFormat line, Context context) {
        LogbackDialect dialect = new LogbackDialect(context, identity);
        EventFields<CapturedEvent> unused = labelFields(dialect);
        unused = metadataFields(dialect);
        return line.formatsMessages() && dialect.formatsMessages();
    }

    private EventFields<CapturedEvent> labelFields(LogbackDialect dialect) {
        return EventFields.compile("labels", labels == null ? DEFAULT_LABELS : labels, dialect);
    }

    private EventFields<CapturedEvent> metadataFields(LogbackDialect dialect) {
        return EventFields.compile("structuredMetadata", metadata == null ? DEFAULT_METADATA : metadata, dialect);
    }

    EventMapper<CapturedEvent> mapper(LineFormat line, Context context) {
        LogbackDialect dialect = new LogbackDialect(context, identity);
        EventFields<CapturedEvent> labelFields = labelFields(dialect);
        EventFields<CapturedEvent> metadataFields = metadataFields(dialect);
        LineBuffer buffer = new LineBuffer();
        return (event, entry) -> {
            EventTime.copy(event.event(), entry);
            line.append(event, buffer.begin());
            entry.setLine(buffer.end());
            labelFields.write(event, entry.labels());
            metadataFields.write(event, entry.metadata());
        };
    }
}
