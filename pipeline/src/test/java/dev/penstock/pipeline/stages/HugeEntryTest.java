package dev.penstock.pipeline.stages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.metrics.StageMetric;
import dev.penstock.metrics.StageMetrics;
import dev.penstock.metrics.StageSeries;
import dev.penstock.process.Entry;
import dev.penstock.process.EventValues;
import dev.penstock.process.Pairs;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What huge entries cost: no more than their size, and nothing once they are gone. */
class HugeEntryTest {

    @Test
    void manyValuesAreFoundAndForgotten() {
        Extracted extracted = new Extracted();
        for (int i = 0; i < 5_000; i++) {
            extracted.put("k" + i, "v" + i);
        }
        extracted.put("k7", "another");
        extracted.remove("k8");
        assertThat(extracted.string("k7")).isEqualTo("another");
        assertThat(extracted.has("k8")).isFalse();
        assertThat(extracted.string("k4999")).isEqualTo("v4999");
        List<String> names = new ArrayList<>();
        extracted.forEach((name, value) -> names.add(name));
        assertThat(names).hasSize(4_999).doesNotHaveDuplicates();

        Extracted copy = new Extracted();
        copy.copy(extracted);
        assertThat(copy.string("k4999")).isEqualTo("v4999");
        assertThat(copy.has("k8")).isFalse();

        extracted.begin(EventValues.NONE);
        assertThat(extracted.has("k7")).isFalse();
        extracted.put("k1", "new");
        assertThat(extracted.string("k1")).isEqualTo("new");
    }

    @Test
    void partsOfALineShareItsText() {
        CountedLine line = new CountedLine();
        Entry entry = new Entry();
        entry.setLine(line);
        LogEntry whole = new LogEntry((by, reason) -> {});
        whole.begin(entry);

        for (int i = 0; i < 10; i++) {
            assertThat(whole.copy().line()).isEqualTo("a line");
        }
        assertThat(line.copies).isEqualTo(1);
    }

    @Test
    void longLabelSetsAreNotRemembered() {
        RecentLabelSets<String> recent = new RecentLabelSets<>(10);
        Pairs labels = new Pairs();
        labels.set("app", "shop");
        assertThat(recent.put(labels, "short")).isEqualTo("short");
        assertThat(recent.get(labels)).isEqualTo("short");

        labels.set("message", "x".repeat(5_000));
        assertThat(recent.put(labels, "long")).isEqualTo("long");
        assertThat(recent.get(labels)).isNull();
    }

    @Test
    void longLabelsAreCutInMetrics() {
        Extraction stages = Extraction.of("""
                stage.metrics {
                  metric.counter {
                    name      = "lines"
                    match_all = true
                    action    = "inc"
                  }
                }
                """);
        stages.label("message", "ü".repeat(5_000));
        Extraction.Outcome unused = stages.run("a line");

        List<StageSeries> series = new ArrayList<>();
        AutoCloseable listening = stages.metrics.listen(new StageMetrics.Listener() {
            @Override
            public void added(StageSeries added) {
                series.add(added);
            }

            @Override
            public void removed(StageSeries ended) {}

            @Override
            public void observed(StageSeries histogram, double value) {}

            @Override
            public void overflowed(StageMetric metric) {}
        });
        assertThat(listening).isNotNull();
        assertThat(series)
                .singleElement()
                .satisfies(each -> assertThat(each.labels()).containsEntry("message", "ü".repeat(1_024)));
    }

    private static final class CountedLine implements CharSequence {
        private int copies;

        @Override
        public int length() {
            return 6;
        }

        @Override
        public char charAt(int index) {
            return "a line".charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return "a line".subSequence(start, end);
        }

        @Override
        public String toString() {
            copies++;
            return "a line";
        }
    }
}
