package dev.penstock.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.pattern.EnsureExceptionHandling;
import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.pattern.CompositeConverter;
import ch.qos.logback.core.pattern.Converter;
import ch.qos.logback.core.pattern.LiteralConverter;
import ch.qos.logback.core.pattern.PostCompileProcessor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@link PatternLayout}'s own converters, writing one after the other into the same builder: the layout itself would
 * make a string of each event, and {@code %msg} another one.
 */
final class ConverterChain implements LineFormat {

    /** Writes one part of a line. */
    @FunctionalInterface
    private interface Part {
        void write(CapturedEvent event, StringBuilder line);
    }

    private final Part[] parts;
    private final boolean formatsMessages;

    private ConverterChain(List<Part> parts, boolean formatsMessages) {
        this.parts = parts.toArray(Part[]::new);
        this.formatsMessages = formatsMessages;
    }

    /**
     * The converters of a layout.
     *
     * @param layout a started layout
     * @return null when it is more than a pattern, or not known to write the same as its converters
     */
    static @Nullable ConverterChain of(Layout<ILoggingEvent> layout) {
        if (layout.getClass() != PatternLayout.class || !(layout.getContext() instanceof LoggerContext context)) {
            return null;
        }
        PatternLayout pattern = (PatternLayout) layout;
        Compiled twin = new Compiled(new EnsureExceptionHandling());
        twin.getInstanceConverterMap().putAll(pattern.getInstanceConverterMap());
        ConverterChain chain = twin.compile(context, pattern.getPattern());
        // A layout may have been told not to append the stack trace; it cannot be asked.
        ILoggingEvent probe = failure(context);
        StringBuilder line = new StringBuilder();
        chain.append(CapturedEvent.of(probe, true), line);
        return line.toString().equals(layout.doLayout(probe)) ? chain : null;
    }

    /**
     * The converters of a pattern, which are not made to append the stack trace.
     *
     * @param context where the pattern's words are looked up, and what is wrong with it is reported
     * @param pattern the pattern
     */
    static ConverterChain of(Context context, String pattern) {
        return new Compiled(null).compile(context, pattern);
    }

    private static ILoggingEvent failure(LoggerContext context) {
        return new LoggingEvent(
                "", context.getLogger("ROOT"), Level.INFO, "{}", new IllegalStateException("probe"), new Object[] {1});
    }

    @Override
    public void append(CapturedEvent event, StringBuilder line) {
        for (Part part : parts) {
            part.write(event, line);
        }
    }

    @Override
    public boolean formatsMessages() {
        return formatsMessages;
    }

    /** A layout that shows its converters. */
    private static final class Compiled extends PatternLayout {

        final List<Part> parts = new ArrayList<>();
        private boolean asksForMessage;

        Compiled(@Nullable PostCompileProcessor<ILoggingEvent> trace) {
            setPostCompileProcessor((context, head) -> {
                if (trace != null) {
                    trace.process(context, head);
                }
                for (Converter<ILoggingEvent> each = head; each != null; each = each.getNext()) {
                    parts.add(part(each));
                }
            });
        }

        ConverterChain compile(Context context, String pattern) {
            setContext(context);
            setPattern(pattern);
            start();
            return new ConverterChain(parts, !asksForMessage);
        }

        private Part part(Converter<ILoggingEvent> converter) {
            if (converter.getClass() == MessageConverter.class
                    && ((MessageConverter) converter).getFormattingInfo() == null) {
                return CapturedEvent::appendMessage;
            }
            asksForMessage |= mayAskForMessage(converter);
            return (event, line) -> converter.write(line, event.event());
        }

        /** Those of Logback's own that neither are made for the message nor hold others. */
        private static boolean mayAskForMessage(Converter<ILoggingEvent> converter) {
            boolean known = converter instanceof LiteralConverter
                    || converter.getClass().getPackageName().equals(ClassicConverter.class.getPackageName());
            return !known || converter instanceof MessageConverter || converter instanceof CompositeConverter;
        }
    }
}
