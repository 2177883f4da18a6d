package dev.penstock.logback;

import ch.qos.logback.core.Context;
import dev.penstock.AppenderFields;
import dev.penstock.process.EventFields;
import dev.penstock.process.EventMapper;
import dev.penstock.process.LineBuffer;

/** Makes entries of Logback's events. */
final class LogbackFields {

    /** Metadata by default, beside that of every framework. */
    static final String METADATA = "* = %%kvp";

    private LogbackFields() {}

    /** Whether neither the line nor any field asks an event for its message, see {@link LineFormat#formatsMessages()}. */
    static boolean formatMessages(AppenderFields fields, LineFormat line, Context context) {
        LogbackDialect dialect = new LogbackDialect(context, fields.identity());
        EventFields<CapturedEvent> unused = fields.compileLabels(dialect);
        unused = fields.compileMetadata(dialect);
        return line.formatsMessages() && dialect.formatsMessages();
    }

    static EventMapper<CapturedEvent> mapper(AppenderFields fields, LineFormat line, Context context) {
        LogbackDialect dialect = new LogbackDialect(context, fields.identity());
        EventFields<CapturedEvent> labels = fields.compileLabels(dialect);
        EventFields<CapturedEvent> metadata = fields.compileMetadata(dialect);
        LineBuffer buffer = new LineBuffer();
        LogbackValues values = new LogbackValues(context);
        return (event, entry) -> {
            EventTime.copy(event.event(), entry);
            line.append(event, buffer.begin());
            entry.setLine(buffer.end());
            labels.write(event, entry.labels());
            metadata.write(event, entry.metadata());
            entry.setValues(values.of(event));
        };
    }
}
