package dev.penstock.log4j2;

import dev.penstock.ExitHook;
import dev.penstock.Shipper;
import dev.penstock.diagnostics.DiagnosticListener;
import dev.penstock.ledger.Stats;
import dev.penstock.loki.StreamDefaults;
import dev.penstock.process.Entry;
import dev.penstock.process.EventMapper;
import dev.penstock.settings.ShipperSettings;
import dev.penstock.settings.TlsContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.logging.log4j.core.LoggerContext;
import org.jspecify.annotations.Nullable;

/**
 * A running shipper, and the appenders that share it: when Log4j is configured anew, the new appender starts before the old
 * one stops.
 */
final class Pipe {

    /**
     * What must be the same for a new appender to go on with an old one's shipper. How lines are made is not in it: that
     * changes while the shipper runs.
     *
     * @param context the Log4j they belong to
     * @param appender the appender's name
     * @param settings all settings of the shipper as they were given
     * @param sslContext the application's own TLS
     * @param streams what every stream has
     * @param listenerClass the listener that the configuration names, which is the same by its class
     * @param listener hears everything too, and was given as it is
     */
    record Key(
            @Nullable LoggerContext context,
            String appender,
            Map<String, String> settings,
            @Nullable TlsContext sslContext,
            StreamDefaults streams,
            String listenerClass,
            @Nullable DiagnosticListener listener) {

        boolean isOfSameAppender(Key other) {
            return context == other.context && appender.equals(other.appender);
        }

        /** Settings may hold passwords. */
        @Override
        public String toString() {
            return appender;
        }
    }

    private final Key key;
    private final @Nullable Path directory;
    private final Shipper<RecordedEvent> shipper;
    private final ExitHook exitHook;
    private volatile Formatting formatting;

    /** Appenders that use it; guarded by {@link Pipes}. */
    int users = 1;

    /** What took over from it, where it had to be closed before its time. */
    private volatile @Nullable Pipe successor;

    Pipe(Key key, ShipperSettings settings, Formatting first, DiagnosticListener listener) {
        this.key = key;
        directory = directory(settings);
        formatting = first;
        shipper = Shipper.start(
                key.appender(), settings, key.streams(), CurrentMapper::new, new RecordedEvents(), listener);
        exitHook = ExitHook.register(shipper);
    }

    static @Nullable Path directory(ShipperSettings settings) {
        Path directory = settings.bufferDirectory();
        return directory == null ? null : directory.toAbsolutePath().normalize();
    }

    /** Formats as the newest configuration asks for. */
    private final class CurrentMapper implements EventMapper<RecordedEvent> {
        private Formatting seen = formatting;
        private EventMapper<RecordedEvent> mapper = seen.get();

        @Override
        public void map(RecordedEvent event, Entry entry) throws Exception {
            Formatting current = formatting;
            if (current != seen) {
                mapper = current.get();
                seen = current;
            }
            mapper.map(event, entry);
        }
    }

    Key key() {
        return key;
    }

    @Nullable Path directory() {
        return directory;
    }

    void format(Formatting newest) {
        formatting = newest;
    }

    void succeededBy(Pipe next) {
        successor = next;
        // Closed already; says what was refused between its end and now.
        shipper.close();
    }

    Supplier<Stats> ledger() {
        return shipper.ledger();
    }

    /** The shipper that ships now. */
    Shipper<RecordedEvent> shipper() {
        Pipe pipe = this;
        for (Pipe next = pipe.successor; next != null; next = pipe.successor) {
            pipe = next;
        }
        return pipe.shipper;
    }

    void close(Duration timeout) {
        exitHook.unregister();
        shipper.close(timeout);
    }
}
