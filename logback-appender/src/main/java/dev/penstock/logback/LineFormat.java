package dev.penstock.logback;

import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.pattern.PatternLayoutBase;
import ch.qos.logback.core.spi.ContextAware;
import ch.qos.logback.core.spi.LifeCycle;
import dev.penstock.settings.AppenderDefaults;
import dev.penstock.settings.SettingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the line of an event. */
@FunctionalInterface
interface LineFormat {

    /** Appends the line, perhaps with a line end. */
    void append(CapturedEvent event, StringBuilder line);

    /**
     * Whether events may come without their message made. What asks the event itself for its message gains nothing by
     * that, and an argument array that the application uses again would change under it.
     */
    default boolean formatsMessages() {
        return false;
    }

    /** What the setting {@code message} asks for; where it is not given, what the defaults do. */
    static LineFormat of(@Nullable ContextAware message, AppenderDefaults defaults, Context context) {
        if (message == null) {
            String pattern = defaults.value("message");
            return pattern == null ? standard(context) : ofPattern(defaults.nameOf("message"), pattern, context);
        }
        requireStarted(message);
        if (message instanceof LayoutWrappingEncoder<?> encoder && isItsLayout(encoder)) {
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

    /** Whether an encoder adds nothing to its layout; one of the application's own may, such as a mask. */
    private static boolean isItsLayout(LayoutWrappingEncoder<?> encoder) {
        return encoder.getLayout() != null
                && (encoder.getClass() == PatternLayoutEncoder.class
                        || encoder.getClass() == LayoutWrappingEncoder.class);
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
        return ConverterChain.withTrace(context, "%msg%n%ex");
    }

    private static LineFormat ofPattern(String setting, String pattern, Context context) {
        try {
            LogbackDialect.refuseErrors(context, pattern);
        } catch (IllegalArgumentException e) {
            throw new SettingException(setting, pattern, "a pattern that Logback understands: " + e.getMessage());
        }
        return ConverterChain.withTrace(context, pattern);
    }

    private static LineFormat ofLayout(Layout<ILoggingEvent> layout) {
        ConverterChain chain = ConverterChain.of(layout);
        return chain != null ? chain : (event, line) -> appendText(layout.doLayout(event.event()), line);
    }

    private static LineFormat ofEncoder(Encoder<ILoggingEvent> encoder) {
        Charset charset = charset(encoder);
        return (event, line) -> {
            byte[] bytes = encoder.encode(event.event());
            appendText(bytes == null ? null : new String(bytes, charset), line);
        };
    }

    private static Charset charset(Encoder<ILoggingEvent> encoder) {
        if (encoder instanceof LayoutWrappingEncoder<?> wrapping) {
            return Objects.requireNonNullElse(wrapping.getCharset(), Charset.defaultCharset());
        }
        return StandardCharsets.UTF_8;
    }

    private static void appendText(@Nullable String text, StringBuilder line) {
        if (text != null) {
            line.append(text);
        }
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
