package dev.penstock.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One publish, as the receiver got it; without {@code job} and {@code instance}. */
final class Pushed {

    /** Series as text, such as {@code x_total{a="b",}}, and their values. */
    final Map<String, Double> values = new TreeMap<>();

    /** Series that ended. */
    final List<String> ended;

    /** By the name of the series. */
    final Map<String, String> types = new TreeMap<>();

    /** By the name of the series. */
    final Map<String, String> helps = new TreeMap<>();

    final Map<String, Long> starts = new TreeMap<>();
    final Map<String, List<Map<String, String>>> exemplars = new TreeMap<>();

    Pushed(List<WriteReceiver.Received> samples, long timestamp) {
        List<WriteReceiver.Received> those =
                samples.stream().filter(each -> each.timestamp() == timestamp).toList();
        ended = those.stream()
                .filter(WriteReceiver.Received::isStale)
                .map(Pushed::key)
                .toList();
        for (WriteReceiver.Received each : those) {
            if (each.isStale()) {
                continue;
            }
            Double before = values.put(key(each), Double.longBitsToDouble(each.bits()));
            assertThat(before).as("sent twice: " + each).isNull();
            types.put(each.name(), each.type());
            helps.put(each.name(), each.help());
            starts.put(key(each), each.start());
            exemplars.put(key(each), each.exemplars());
        }
    }

    private static String key(WriteReceiver.Received sample) {
        Map<String, String> labels = new TreeMap<>(sample.labels());
        labels.remove("__name__");
        labels.remove("job");
        labels.remove("instance");
        return Exposition.key(sample.name(), labels);
    }
}
