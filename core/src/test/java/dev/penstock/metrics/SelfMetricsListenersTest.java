package dev.penstock.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SelfMetricsListenersTest {

    private final List<Throwable> failures = new ArrayList<>();
    private final SelfMetricsListeners listeners = new SelfMetricsListeners(failures::add);

    @Test
    void allListenersAreToldUntilTheyEnd() throws Exception {
        Heard one = new Heard();
        Heard other = new Heard();
        AutoCloseable ends = listeners.add(one);
        listeners.add(other);
        listeners.request("a", 204, 10, 20);
        ends.close();
        listeners.propagated(null, 3, 30);

        assertThat(one.words).containsExactly("request a 204 10 20");
        assertThat(other.words).containsExactly("request a 204 10 20", "propagated null 3 30");
    }

    @Test
    void aListenerThatThrowsDisturbsNobody() {
        AssertionError error = new AssertionError("broken");
        listeners.add(new SelfMetrics() {
            @Override
            public void request(@Nullable String tenant, int status, long bytes, long nanos) {
                throw error;
            }

            @Override
            public void propagated(@Nullable String tenant, long records, long nanos) {
                throw error;
            }
        });
        Heard heard = new Heard();
        listeners.add(heard);
        listeners.request(null, -1, 1, 2);
        listeners.propagated(null, 1, 2);

        assertThat(heard.words).hasSize(2);
        assertThat(failures).containsExactly(error, error);
    }

    private static final class Heard implements SelfMetrics {

        final List<String> words = new ArrayList<>();

        @Override
        public void request(@Nullable String tenant, int status, long bytes, long nanos) {
            words.add("request " + tenant + ' ' + status + ' ' + bytes + ' ' + nanos);
        }

        @Override
        public void propagated(@Nullable String tenant, long records, long nanos) {
            words.add("propagated " + tenant + ' ' + records + ' ' + nanos);
        }
    }
}
