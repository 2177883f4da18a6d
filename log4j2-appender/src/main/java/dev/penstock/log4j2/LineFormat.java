package dev.penstock.log4j2;

import dev.penstock.process.LineBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.StringLayout;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.jspecify.annotations.Nullable;

/** Makes the line of an event. For one thread at a time. */
final class LineFormat {

    /** Writes an event's line into a buffer. */
    private interface Writer {
        void write(RecordedEvent event, StringBuilder out);
    }

    private final Writer writer;
    private final LineBuffer buffer = new LineBuffer();

    private LineFormat(Writer writer) {
        this.writer = writer;
    }

    /** The layout's line; without a layout the message, and below it the stack trace if there is one. */
    static LineFormat of(@Nullable Layout<?> layout, Configuration configuration) {
        if (layout == null) {
            PatternLayout withTrace = PatternLayout.newBuilder()
                    .withConfiguration(configuration)
                    .withPattern("%m%n%ex")
                    .build();
            return new LineFormat((event, out) -> {
                if (event.getThrown() == null && event.getThrownProxy() == null) {
                    out.append(event.text());
                } else {
                    withTrace.serialize(event, out);
                }
            });
        }
        if (layout instanceof PatternLayout patterns) {
            return new LineFormat(patterns::serialize);
        }
        if (layout instanceof StringLayout strings) {
            // Not by Layout.encode, which would save a string: it breaks a character that takes two chars in Java where
            // its buffer ends.
            return new LineFormat((event, out) -> append(strings.toSerializable(event), out));
        }
        return new LineFormat((event, out) -> {
            byte[] bytes = layout.toByteArray(event);
            append(bytes == null ? null : new String(bytes, StandardCharsets.UTF_8), out);
        });
    }

    private static void append(@Nullable String text, StringBuilder out) {
        if (text != null) {
            out.append(text);
        }
    }

    /** Whether the layout may look at a message's parameters; patterns do not. */
    static boolean needsParameters(@Nullable Layout<?> layout) {
        return layout != null && !(layout instanceof PatternLayout);
    }

    /** The line; valid until the next one is made. */
    CharSequence format(RecordedEvent event) {
        writer.write(event, buffer.begin());
        return buffer.end();
    }
}
