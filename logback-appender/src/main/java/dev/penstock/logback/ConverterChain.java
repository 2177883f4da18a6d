package dev.penstock.logback;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.pattern.CallerDataConverter;
import ch.qos.logback.classic.pattern.ClassOfCallerConverter;
import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.pattern.EnsureExceptionHandling;
import ch.qos.logback.classic.pattern.FileOfCallerConverter;
import ch.qos.logback.classic.pattern.LineOfCallerConverter;
import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.pattern.MethodOfCallerConverter;
import ch.qos.logback.classic.pattern.ThrowableHandlingConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.CoreConstants;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.pattern.CompositeConverter;
import ch.qos.logback.core.pattern.Converter;
import ch.qos.logback.core.pattern.LiteralConverter;
import ch.qos.logback.core.pattern.PatternLayoutBase;
import ch.qos.logback.core.pattern.PostCompileProcessor;
import dev.penstock.Shipper;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        try {
            if (!appendsTrace(pattern)) {
                return null;
            }
            Compiled twin = new Compiled(new EnsureExceptionHandling());
            twin.getInstanceConverterMap().putAll(pattern.getInstanceConverterMap());
            return twin.compile(context, pattern.getPattern());
        } catch (ReflectiveOperationException | RuntimeException | Error e) {
            // Such as a converter of the application's that cannot be there twice. The layout itself works.
            return null;
        }
    }

    /**
     * Whether a layout does to its converters what all do, and nothing else. It may have been told otherwise, as to mask
     * them, and cannot be asked; nor can it be tried out, for converters may fail on an event that is none of theirs.
     */
    private static boolean appendsTrace(PatternLayout layout) throws ReflectiveOperationException {
        Field processor = PatternLayoutBase.class.getDeclaredField("postCompileProcessor");
        if (!processor.trySetAccessible()) {
            return false;
        }
        Object value = processor.get(layout);
        return value != null && value.getClass() == EnsureExceptionHandling.class;
    }

    /** The converters of a layout that is as it was made but for its context and pattern. */
    static ConverterChain withTrace(Context context, String pattern) {
        return new Compiled(new EnsureExceptionHandling()).compile(context, pattern);
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
            if (asksForCaller(converter)) {
                return (event, line) -> writeCaller(converter, event.event(), line);
            }
            return (event, line) -> converter.write(line, event.event());
        }

        private static boolean asksForCaller(Converter<ILoggingEvent> converter) {
            return converter instanceof CallerDataConverter
                    || converter instanceof ClassOfCallerConverter
                    || converter instanceof FileOfCallerConverter
                    || converter instanceof LineOfCallerConverter
                    || converter instanceof MethodOfCallerConverter;
        }

        /**
         * The shipping thread cannot know the caller. An event that it asks all the same remembers that it has none, and
         * says so to the other appenders that share it.
         */
        private static void writeCaller(Converter<ILoggingEvent> converter, ILoggingEvent event, StringBuilder line) {
            if (event.hasCallerData()
                    || !Shipper.isShipping(Thread.currentThread().getName())) {
                converter.write(line, event);
            } else {
                line.append('?');
            }
        }

        /** All but those of Logback's own that neither are made for the message nor hold others, nor ask evaluators. */
        private boolean mayAskForMessage(Converter<ILoggingEvent> converter) {
            boolean known = converter instanceof LiteralConverter
                    || converter.getClass().getPackageName().equals(ClassicConverter.class.getPackageName());
            return !known
                    || converter instanceof MessageConverter
                    || converter instanceof CompositeConverter
                    || (takesEvaluators(converter) && hasEvaluators());
        }

        /** As in {@code %ex{full, EVALUATOR}}. */
        private static boolean takesEvaluators(Converter<ILoggingEvent> converter) {
            return converter instanceof ThrowableHandlingConverter || converter instanceof CallerDataConverter;
        }

        private boolean hasEvaluators() {
            return getContext().getObject(CoreConstants.EVALUATOR_MAP) instanceof Map<?, ?> known && !known.isEmpty();
        }
    }
}
