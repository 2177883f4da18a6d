package dev.penstock.logback;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.pattern.PatternLayoutBase;
import ch.qos.logback.core.spi.ContextAware;
import ch.qos.logback.core.spi.LifeCycle;
import dev.penstock.settings.SettingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Makes the line of an event. */
@FunctionalInterface
interface LineFormat {

    /** The line; null where the event has none. */
    @Nullable String format(ILoggingEvent event);

    /** What the setting {@code message} asks for. */
    static LineFormat of(@Nullable ContextAware message, Context context) {
        if (message == null) {
            return standard(context);
        }
        requireStarted(message);
        if (message instanceof LayoutWrappingEncoder<?> encoder && encoder.getLayout() != null) {
            return ofLayout(typed(encoder.getLayout()));
        }
        if (message instanceof Layout<?> layout) {
            return ofLayout(typed(layout));
        }
        if (message instanceof Encoder<?> encoder) {
            return ofEncoder(typed(encoder));
        }
        throw new SettingException("message", message.getClass().getName(), "a Layout or an Encoder");
    }

    /** A layout whose pattern is wrong does not start, and makes nothing but empty lines. */
    private static void requireStarted(Object part) {
        if (part instanceof LifeCycle cycle && !cycle.isStarted()) {
            String pattern = part instanceof PatternLayoutBase<?> layout
                    ? layout.getPattern() == null ? " without <pattern>" : " with pattern " + layout.getPattern()
                    : "";
            throw new SettingException(
                    "message",
                    part.getClass().getName() + pattern,
                    "a Layout or Encoder that is started; its own status messages say why it is not");
        }
        if (part instanceof LayoutWrappingEncoder<?> encoder && encoder.getLayout() != null) {
            requireStarted(encoder.getLayout());
        }
    }

    /** The message, and below it the stack trace if there is one. */
    private static LineFormat standard(Context context) {
        PatternLayout layout = new PatternLayout();
        layout.setContext(context);
        layout.setPattern("%msg%n%ex");
        layout.start();
        LineFormat withTrace = ofLayout(layout);
        return event -> event.getThrowableProxy() == null ? event.getFormattedMessage() : withTrace.format(event);
    }

    private static LineFormat ofLayout(Layout<ILoggingEvent> layout) {
        return event -> withoutLineEnd(layout.doLayout(event));
    }

    private static LineFormat ofEncoder(Encoder<ILoggingEvent> encoder) {
        return event -> {
            byte[] bytes = encoder.encode(event);
            return bytes == null ? null : withoutLineEnd(new String(bytes, StandardCharsets.UTF_8));
        };
    }

    /** Layouts end lines for files; an entry in Loki is a line already. */
    private static @Nullable String withoutLineEnd(@Nullable String text) {
        if (text == null || !text.endsWith("\n")) {
            return text;
        }
        int end = text.length() - 1;
        return text.substring(0, end > 0 && text.charAt(end - 1) == '\r' ? end - 1 : end);
    }

    // An appender's layout is for the appender's events; Joran cannot know the type argument.

    @SuppressWarnings("unchecked")
    private static Layout<ILoggingEvent> typed(Layout<?> layout) {
        return (Layout<ILoggingEvent>) layout;
    }

    @SuppressWarnings("unchecked")
    private static Encoder<ILoggingEvent> typed(Encoder<?> encoder) {
        return (Encoder<ILoggingEvent>) encoder;
    }
}
