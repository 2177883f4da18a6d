package dev.penstock.log4j2;

import dev.penstock.identity.ProcessIdentity;
import dev.penstock.process.BulkValues;
import dev.penstock.process.FieldDialect;
import dev.penstock.process.RepeatedText;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.util.ReadOnlyStringMap;
import org.apache.logging.log4j.util.TriConsumer;
import org.jspecify.annotations.Nullable;

/** What the right-hand sides of label and metadata lines mean in Log4j2. Readers are for one thread. */
final class Log4jDialect implements FieldDialect<RecordedEvent> {

    private static final Pattern CONTEXT_KEY = Pattern.compile("%(?:X|mdc|MDC)\\{([^{},]+)}");

    /** Captures nothing: the consumer is handed in. */
    static final TriConsumer<String, Object, BiConsumer<String, String>> HAND_ON = (key, value, out) -> {
        if (key != null && value != null) {
            out.accept(key, value instanceof String text ? text : BulkValues.text(value));
        }
    };

    private final Configuration configuration;
    private final Map<String, String> resource;
    private @Nullable PatternCheck check;

    Log4jDialect(Configuration configuration, ProcessIdentity identity) {
        this.configuration = configuration;
        resource = identity.resource();
    }

    @Override
    public ValueReader<RecordedEvent> pattern(String pattern) {
        // The common ones without a layout, which would build a string that is there already.
        switch (pattern) {
            case "%level", "%p":
                return event -> event.getLevel().name();
            case "%logger", "%c":
                return RecordedEvent::getLoggerName;
            case "%thread", "%threadName", "%tn", "%t":
                return RecordedEvent::getThreadName;
            case "%message", "%msg", "%m":
                return event -> event.text().toString();
            case "%marker":
                return event -> name(event.getMarker());
            case "%markerSimpleName":
                return Log4jDialect::simpleName;
            default:
                Matcher key = CONTEXT_KEY.matcher(pattern);
                return key.matches() ? contextValue(key.group(1).strip()) : compile(pattern);
        }
    }

    private static ValueReader<RecordedEvent> contextValue(String key) {
        return event -> text(event.getContextData(), key);
    }

    private ValueReader<RecordedEvent> compile(String pattern) {
        if (check == null) {
            check = new PatternCheck(configuration);
        }
        check.check(pattern);
        PatternLayout layout = PatternLayout.newBuilder()
                .withConfiguration(configuration)
                .withPattern(pattern)
                .withDisableAnsi(true)
                // Otherwise the layout would append the stack trace to every value.
                .withAlwaysWriteExceptions(false)
                .build();
        RepeatedText text = new RepeatedText();
        return event -> {
            layout.serialize(event, text.begin());
            return text.end();
        };
    }

    @Override
    public @Nullable BulkReader<RecordedEvent> bulk(String source) {
        return switch (source) {
            case "mdc" -> (event, out) -> event.getContextData().forEach(HAND_ON, out);
            case "map" -> Log4jDialect::readMap;
            case "kvp" ->
                (event, out) -> {
                    readMap(event, out);
                    // Where SLF4J's key-values are: its binding puts them into the thread context for the length of the
                    // call.
                    event.getContextData().forEach(HAND_ON, out);
                };
            case "marker" -> Log4jDialect::readMarker;
            case "trace" -> Log4jDialect::readTrace;
            case "resource" -> (event, out) -> resource.forEach(out);
            default -> null;
        };
    }

    @Override
    public String bulkSources() {
        return "%%mdc, %%kvp, %%map, %%marker, %%trace, %%resource";
    }

    static void readMap(RecordedEvent event, BiConsumer<String, String> out) {
        ReadOnlyStringMap map = event.map();
        if (map != null) {
            map.forEach(HAND_ON, out);
        }
    }

    private static void readMarker(RecordedEvent event, BiConsumer<String, String> out) {
        String name = name(event.getMarker());
        if (name != null) {
            out.accept("marker", name);
        }
    }

    /** With its parents as Log4j prints them, {@code SQL[ DATABASE ]}. */
    private static @Nullable String name(@Nullable Marker marker) {
        return marker == null ? null : marker.hasParents() ? marker.toString() : marker.getName();
    }

    static @Nullable String simpleName(RecordedEvent event) {
        Marker marker = event.getMarker();
        return marker == null ? null : marker.getName();
    }

    /** The ids that Micrometer Tracing (traceId) and OpenTelemetry (trace_id) put into the context, under one name. */
    private static void readTrace(RecordedEvent event, BiConsumer<String, String> out) {
        ReadOnlyStringMap context = event.getContextData();
        if (context.isEmpty()) {
            return;
        }
        BulkValues.traceId("trace_id", text(context, "trace_id"), text(context, "traceId"), out);
        BulkValues.traceId("span_id", text(context, "span_id"), text(context, "spanId"), out);
    }

    static @Nullable String text(ReadOnlyStringMap map, String key) {
        Object value = map.getValue(key);
        return value == null ? null : value instanceof String text ? text : BulkValues.text(value);
    }
}
