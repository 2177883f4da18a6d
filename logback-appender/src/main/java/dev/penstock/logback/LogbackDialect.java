package dev.penstock.logback;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.CoreConstants;
import ch.qos.logback.core.status.Status;
import dev.penstock.identity.ProcessIdentity;
import dev.penstock.process.BulkValues;
import dev.penstock.process.FieldDialect;
import dev.penstock.process.RepeatedText;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/** What the right-hand sides of label and metadata lines mean in Logback. */
final class LogbackDialect implements FieldDialect<CapturedEvent> {

    /** Where a context keeps its own conversion words. */
    private static final List<String> REGISTRIES =
            List.of(CoreConstants.PATTERN_RULE_REGISTRY, CoreConstants.PATTERN_RULE_REGISTRY_FOR_SUPPLIERS);

    private final Context context;
    private final Map<String, String> resource;
    private boolean formatsMessages = true;

    LogbackDialect(Context context, ProcessIdentity identity) {
        this.context = context;
        resource = identity.resource();
    }

    @Override
    public ValueReader<CapturedEvent> pattern(String pattern) {
        // The common ones without a layout, which would build a string that is there already.
        return switch (isRedefined(pattern) ? "" : pattern) {
            case "%level", "%le", "%p" -> event -> event.event().getLevel().toString();
            case "%logger", "%lo", "%c" -> event -> event.event().getLoggerName();
            case "%thread", "%t" -> event -> event.event().getThreadName();
            case "%message", "%msg", "%m" -> reader(CapturedEvent::appendMessage);
            default -> {
                refuseErrors(context, pattern);
                ConverterChain chain = ConverterChain.of(context, pattern);
                formatsMessages &= chain.formatsMessages();
                yield reader(chain);
            }
        };
    }

    /** Whether the configuration gives the word of a pattern a meaning of its own, such as a mask. */
    private boolean isRedefined(String pattern) {
        for (String registry : REGISTRIES) {
            if (context.getObject(registry) instanceof Map<?, ?> rules && rules.containsKey(pattern.substring(1))) {
                return true;
            }
        }
        return false;
    }

    /** As {@link LineFormat#formatsMessages()}, of all patterns so far. */
    boolean formatsMessages() {
        return formatsMessages;
    }

    private static ValueReader<CapturedEvent> reader(LineFormat format) {
        RepeatedText text = new RepeatedText();
        return event -> {
            format.append(event, text.begin());
            return text.end();
        };
    }

    /**
     * Tries a pattern in a context of its own first: a wrong one is reported at level ERROR, at which Spring Boot would
     * refuse to start.
     */
    static void refuseErrors(Context context, String pattern) {
        LoggerContext probe = new LoggerContext();
        context.getCopyOfPropertyMap().forEach(probe::putProperty);
        for (String registry : REGISTRIES) {
            Object rules = context.getObject(registry);
            if (rules != null) {
                probe.putObject(registry, rules);
            }
        }
        ConverterChain unused = ConverterChain.of(probe, pattern);
        for (Status status : probe.getStatusManager().getCopyOfStatusList()) {
            if (status.getLevel() == Status.ERROR) {
                throw new IllegalArgumentException(status.getMessage());
            }
        }
    }

    @Override
    public @Nullable BulkReader<CapturedEvent> bulk(String source) {
        return switch (source) {
            case "mdc" -> LogbackDialect::readMdc;
            case "kvp" -> LogbackDialect::readKeyValues;
            case "trace" -> LogbackDialect::readTrace;
            case "resource" -> (event, out) -> resource.forEach(out);
            default -> null;
        };
    }

    @Override
    public String bulkSources() {
        return "%%mdc, %%kvp, %%trace, %%resource";
    }

    static void readMdc(CapturedEvent event, BiConsumer<String, String> out) {
        for (Map.Entry<String, String> pair : event.event().getMDCPropertyMap().entrySet()) {
            if (pair.getKey() != null && pair.getValue() != null) {
                out.accept(pair.getKey(), pair.getValue());
            }
        }
    }

    static void readKeyValues(CapturedEvent event, BiConsumer<String, String> out) {
        List<KeyValuePair> pairs = event.event().getKeyValuePairs();
        if (pairs == null) {
            return;
        }
        for (KeyValuePair pair : pairs) {
            if (pair.key != null && pair.value != null) {
                out.accept(pair.key, BulkValues.text(pair.value));
            }
        }
    }

    /** The ids that Micrometer Tracing (traceId) and OpenTelemetry (trace_id) put into the MDC, under one name. */
    private static void readTrace(CapturedEvent event, BiConsumer<String, String> out) {
        Map<String, String> mdc = event.event().getMDCPropertyMap();
        if (mdc.isEmpty()) {
            return;
        }
        BulkValues.traceId("trace_id", mdc.get("trace_id"), mdc.get("traceId"), out);
        BulkValues.traceId("span_id", mdc.get("span_id"), mdc.get("spanId"), out);
    }
}
