package dev.penstock.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablesTest {

    @Test
    void numbersHaveThreeDigitsOrAllBeforeThePoint() {
        assertThat(MarkdownTable.number(0)).isEqualTo("0");
        assertThat(MarkdownTable.number(1.234)).isEqualTo("1.23");
        assertThat(MarkdownTable.number(12.34)).isEqualTo("12.3");
        assertThat(MarkdownTable.number(123456)).isEqualTo("123,456");
        assertThat(MarkdownTable.number(Double.NaN)).isEqualTo("–");
        assertThat(MarkdownTable.duration(950)).isEqualTo("950 ns");
        assertThat(MarkdownTable.duration(1500)).isEqualTo("1.50 µs");
        assertThat(MarkdownTable.duration(2.5e6)).isEqualTo("2.50 ms");
    }

    @Test
    void onlyWhatIsBetweenTheMarksIsReplaced() {
        assertThat(MarkedSection.replaced("a\n<!-- x:begin -->\nold\n<!-- x:end -->\nb", "x", "new\n"))
                .isEqualTo("a\n<!-- x:begin -->\nnew\n<!-- x:end -->\nb");
        assertThatThrownBy(() -> MarkedSection.replaced("nothing", "x", "new")).hasMessageContaining("x:begin");
    }

    @Test
    void theMedianIsOfTheRounds(@TempDir Path folder) throws Exception {
        Results written = new Results();
        for (String value : List.of("3", "1", "2")) {
            written.add("paced", "file", Map.of("lost", value, "complaint", value.equals("2") ? "printed" : "no"));
        }
        written.write(folder.resolve("results.tsv"));
        Results results = Results.read(folder.resolve("results.tsv"));
        assertThat(results.median("paced", "file", "lost")).isEqualTo(2);
        assertThat(results.median("paced", "file", "else")).isNaN();
        assertThat(results.complaint("paced", "file")).isEqualTo(Complaint.PRINTED);
    }

    @Test
    void aFailureIsSaidBesideTheName() {
        Results results = new Results();
        results.add("paced", "file", Map.of("failed", "OutOfMemoryError"));
        results.add("paced", "file", Map.of("lost", "0"));
        assertThat(results.title("paced", "file")).isEqualTo("file (OutOfMemoryError in 1 of 2)");
    }

    @Test
    void tableAndChartShowEachContestant() {
        Results results = new Results();
        results.add("paced", "loki4j", Map.of("p99.ns", "1500", "lost", "2", "complaint", "status only"));
        ComparisonReport report = new ComparisonReport(results, Contestant.ALL);
        assertThat(report.text(List.of(Mode.named("paced")))).contains("| loki4j | – | 1.50 µs |", "| status only |");
        assertThat(new ComparisonChart(results, Contestant.ALL).svg()).contains("1.50 µs", "loki4j", "</svg>");
    }

    @Test
    void unknownOptionsAreRefusedWithThoseThereAre() {
        assertThatThrownBy(() -> Outage.named("soon")).hasMessageContaining("burst, or a number of seconds");
        assertThatThrownBy(() -> Mode.named("fast")).hasMessageContaining("paced, saturate-1, saturate-2");
        assertThat(Outage.named("60").mode().events()).isEqualTo(70_000);
    }
}
