package dev.penstock.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.diagnostics.DiagnosticListener.Severity;
import io.micrometer.core.instrument.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A registry and a receiver; it publishes only when it is told to. */
final class PushedRegistry implements AutoCloseable {

    private static final Duration LONG = Duration.ofMinutes(2);

    final WriteReceiver receiver = WriteReceiver.start();

    /** What was warned of. */
    final List<String> troubles = new CopyOnWriteArrayList<>();

    final RemoteWriteMeterRegistry registry;

    PushedRegistry(Clock clock) {
        this(clock, Map.of("step", "1h", "expiry", "1m"), null);
        registry.stop();
    }

    PushedRegistry(Clock clock, Map<String, String> settings, ExemplarContext exemplars) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("url", receiver.url());
        all.put("sendScrapeSeries", "false");
        RemoteWriteMeterRegistry.Builder builder = RemoteWriteMeterRegistry.builder(config(all))
                .clock(clock)
                .listener((severity, message) -> {
                    if (severity == Severity.WARN) {
                        troubles.add(message);
                    }
                });
        if (exemplars != null) {
            builder.exemplarContext(exemplars);
        }
        registry = builder.build();
    }

    static RemoteWriteConfig config(Map<String, String> settings) {
        return key -> settings.get(key.substring("penstock.metrics.".length()));
    }

    /** Publishes, and tells what came. */
    Pushed push() {
        assertThat(registry.shipper().flush(LONG)).isTrue();
        return last();
    }

    Pushed last() {
        List<Long> times = receiver.timestamps();
        return publish(times.size() - 1);
    }

    /** The publish of this number. */
    Pushed publish(int index) {
        return new Pushed(receiver.samples(), receiver.timestamps().get(index));
    }

    int publishes() {
        return receiver.timestamps().size();
    }

    @Override
    public void close() {
        registry.close();
        receiver.close();
    }
}
