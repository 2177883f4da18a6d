package dev.penstock.logback;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.Context;
import dev.penstock.process.BulkValues;
import dev.penstock.process.FrameworkValues;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/** What a pipeline can ask Logback's events for. For one thread. */
final class LogbackValues extends FrameworkValues<CapturedEvent> {

    private final Context context;
    private final StringBuilder text = new StringBuilder();

    /** What {@code %ex} is; made when a stack trace is first asked for. */
    private @Nullable ThrowableProxyConverter traces;

    LogbackValues(Context context) {
        this.context = context;
    }

    @Override
    protected String level(CapturedEvent event) {
        return event.event().getLevel().toString();
    }

    @Override
    protected @Nullable String logger(CapturedEvent event) {
        return event.event().getLoggerName();
    }

    @Override
    protected @Nullable String thread(CapturedEvent event) {
        return event.event().getThreadName();
    }

    @Override
    protected String message(CapturedEvent event) {
        text.setLength(0);
        event.appendMessage(text);
        return text.toString();
    }

    @Override
    protected String timestamp(CapturedEvent event) {
        return timestamp(EventTime.of(event.event()));
    }

    @Override
    protected @Nullable String marker(CapturedEvent event) {
        List<Marker> markers = event.event().getMarkerList();
        if (markers == null || markers.isEmpty()) {
            return null;
        }
        if (markers.size() == 1) {
            return markers.get(0).getName();
        }
        text.setLength(0);
        for (Marker each : markers) {
            text.append(text.isEmpty() ? "" : ",").append(each.getName());
        }
        return text.toString();
    }

    @Override
    protected @Nullable String exceptionType(CapturedEvent event) {
        IThrowableProxy thrown = event.event().getThrowableProxy();
        return thrown == null ? null : thrown.getClassName();
    }

    @Override
    protected @Nullable String exceptionMessage(CapturedEvent event) {
        IThrowableProxy thrown = event.event().getThrowableProxy();
        return thrown == null ? null : thrown.getMessage();
    }

    @Override
    protected @Nullable String stackTrace(CapturedEvent event) {
        if (event.event().getThrowableProxy() == null) {
            return null;
        }
        ThrowableProxyConverter converter = traces;
        if (converter == null) {
            converter = new ThrowableProxyConverter();
            converter.setContext(context);
            converter.start();
            traces = converter;
        }
        return converter.convert(event.event()).stripTrailing();
    }

    @Override
    protected @Nullable String named(CapturedEvent event, String name) {
        List<KeyValuePair> pairs = event.event().getKeyValuePairs();
        if (pairs != null) {
            for (KeyValuePair pair : pairs) {
                if (name.equals(pair.key) && pair.value != null) {
                    return BulkValues.text(pair.value);
                }
            }
        }
        Map<String, String> mdc = event.event().getMDCPropertyMap();
        return mdc.isEmpty() ? null : mdc.get(name);
    }

    @Override
    protected void forEachNamed(CapturedEvent event, BiConsumer<String, String> out) {
        LogbackDialect.readKeyValues(event, out);
        LogbackDialect.readMdc(event, out);
    }
}
