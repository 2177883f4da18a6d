package dev.penstock;

import static dev.penstock.PublishedMetrics.gauge;
import static dev.penstock.PublishedMetrics.settings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.remotewrite.Labels;
import dev.penstock.remotewrite.Series;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.StoredSample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Series come and go at random: each has exactly the values that were set, and an end wherever it was not. */
class SeriesChurnTest {

    private static final int NAMES = 120;
    private static final int PUBLISHES = 150;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void everySeriesHasItsOwnValuesAndEnds(int seed) {
        Random random = new Random(seed);
        Map<Integer, List<String>> expected = new HashMap<>();
        Map<Integer, Series> handles = new HashMap<>();
        boolean[] live = new boolean[NAMES];
        try (EmbeddedBackend backend = EmbeddedBackend.start();
                PublishedMetrics metrics =
                        new PublishedMetrics(settings(backend.remoteWriteUrl()).maxSamplesPerSend(7))) {
            for (int i = 0; i < PUBLISHES; i++) {
                int publish = i;
                double share = random.nextInt(10) == 0 ? 0 : random.nextDouble();
                assertThat(metrics.publish(table -> {
                            for (int name = 0; name < NAMES; name++) {
                                boolean set = random.nextDouble() < share;
                                if (set) {
                                    int number = name;
                                    Series handle = handles.compute(
                                            name,
                                            (key, known) -> known != null && known.isLive()
                                                    ? known
                                                    : table.series(gauge("n"), "n", Labels.of("i", "text-" + number)));
                                    handle.set(publish);
                                }
                                if (set || live[name]) {
                                    expected.computeIfAbsent(name, key -> new ArrayList<>())
                                            .add(set ? Double.toString(publish) : "stale");
                                }
                                live[name] = set;
                            }
                        }))
                        .isTrue();
            }
            metrics.flush();

            assertThat(backend.metrics().violations()).isEmpty();
            assertThat(backend.metrics().mostSamplesPerRequest()).isLessThanOrEqualTo(7);
            expected.forEach((name, values) -> assertThat(backend.metrics()
                            .select("n{i=\"text-" + name + "\"}")
                            .get(0)
                            .samples())
                    .extracting(SeriesChurnTest::text)
                    .isEqualTo(values));
            assertThat(metrics.balanced().delivered())
                    .isEqualTo(expected.values().stream().mapToInt(List::size).sum());
        }
    }

    private static String text(StoredSample sample) {
        return sample.isStale() ? "stale" : Double.toString(sample.value());
    }
}
