package dev.penstock.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TallyTest {

    private final Tally tally = new Tally(10, true);

    @Test
    void whatIsMissingIsLostAndWhatCameTwiceIsADuplicate() {
        line(0, 100);
        line(1, 100);
        line(1, 200);
        assertThat(tally.figures())
                .containsEntry("distinct", "2")
                .containsEntry("lost", "8")
                .containsEntry("duplicates", "1")
                .containsEntry("entries", "3");
    }

    @Test
    void theWarmUpDoesNotCount() {
        line(-5, 100);
        assertThat(tally.figures()).containsEntry("distinct", "0").containsEntry("warmup.entries", "1");
    }

    @Test
    void linesWithoutANumberAreUnreadable() {
        tally.line(new ReceivedLine("seq=x", Map.of(), Map.of()), 1);
        tally.line(new ReceivedLine("else", Map.of(), Map.of()), 1);
        tally.line(new ReceivedLine("seq=10", Map.of(), Map.of()), 1);
        assertThat(tally.figures()).containsEntry("unreadable", "3");
    }

    @Test
    void aPartHasArrivedWhenSoManyDifferentOnesHave() {
        line(0, 100);
        line(0, 150);
        line(1, 200);
        line(2, 300);
        line(3, 400);
        assertThat(tally.arrivedBy(0.5)).isEqualTo(200);
        assertThat(tally.arrivedBy(1)).isEqualTo(400);
    }

    @Test
    void labelsMetadataAndTextAreChecked() {
        line(0, 100);
        assertThat(tally.figures()).containsEntry("checked", "1").containsEntry("wrong", "0");
        tally.line(new ReceivedLine(Workload.text(0), labels("INFO"), metadata()), 100);
        assertThat(tally.figures()).containsEntry("checked", "2").containsEntry("wrong", "1");
    }

    private void line(long seq, long arrived) {
        tally.line(new ReceivedLine("INFO - " + Workload.text(seq), labels("WARN"), metadata()), arrived);
    }

    private static Map<String, String> labels(String level) {
        return Map.of("app", "shop", "host", "bench-1", "level", level);
    }

    private static Map<String, String> metadata() {
        return Map.of("requestId", Workload.requestId(0));
    }
}
