package dev.penstock.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.StoredSample;
import dev.penstock.testkit.StoredSeries;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A job that is shorter than a step, in a JVM of its own. */
class ShortJobTest {

    @ParameterizedTest
    @CsvSource({"close, 0", "return, 0", "exit, 3", "framework, 0"})
    void deliversItsFinalValuesOnceAndEndsItsSeriesHoweverItEnds(String end, int exitCode) throws Exception {
        try (EmbeddedBackend backend = EmbeddedBackend.start()) {
            Process process = new ProcessBuilder(
                            System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("java.class.path"),
                            ShortJob.class.getName(),
                            backend.remoteWriteUrl(),
                            end)
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(process.waitFor()).as(output).isEqualTo(exitCode);
            List<StoredSeries> rows = backend.metrics().select("rows_total{job=\"job\",instance=\"" + end + "\"}");
            assertThat(rows).as(output).hasSize(1);
            assertThat(rows.get(0).samples()).extracting(StoredSample::isStale).containsExactly(false, true);
            assertThat(rows.get(0).samples().get(0).value()).isEqualTo(42);
            if (end.equals("framework")) {
                // Counted while the framework's hook ran: it is not published without them, nor ended before.
                assertThat(backend.metrics().select("requests_total").get(0).samples())
                        .extracting(StoredSample::isStale)
                        .containsExactly(false, true);
            }
            assertThat(backend.metrics().violations()).isEmpty();
        }
    }
}
