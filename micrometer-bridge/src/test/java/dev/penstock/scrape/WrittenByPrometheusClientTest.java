package dev.penstock.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.remotewrite.GoFloat;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Label;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot.StateSetDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What the Prometheus client writes comes back as what it wrote. */
class WrittenByPrometheusClientTest {

    private static final ExpositionFormatWriter OPENMETRICS = OpenMetricsTextFormatWriter.builder()
            .setCreatedTimestampsEnabled(true)
            .build();

    private static final ExpositionFormatWriter TEXT = PrometheusTextFormatWriter.create();

    @Property(tries = 200)
    void openMetricsComesBack(@ForAll @From("families") List<MetricSnapshot> families) throws Exception {
        List<Recorded> expected = new ArrayList<>();
        families.forEach(family -> expect(expected, family, true));
        assertThat(Recorded.all(ExpositionFormat.of(OPENMETRICS.getContentType()), written(OPENMETRICS, families)))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Property(tries = 200)
    void prometheusTextComesBack(@ForAll @From("families") List<MetricSnapshot> families) throws Exception {
        List<Recorded> expected = new ArrayList<>();
        families.forEach(family -> expect(expected, family, false));
        assertThat(Recorded.all(ExpositionFormat.of(TEXT.getContentType()), written(TEXT, families)))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Property(tries = 100)
    void helpComesBack(@ForAll @From("text") String help) throws Exception {
        List<MetricSnapshot> family = List.of(GaugeSnapshot.builder()
                .name("a")
                .help(help)
                .dataPoint(GaugeDataPointSnapshot.builder().value(1).build())
                .build());
        for (ExpositionFormatWriter writer : List.of(TEXT, OPENMETRICS)) {
            String text = new String(written(writer, family), StandardCharsets.UTF_8);
            assertThat(Recorded.families(ExpositionFormat.of(writer.getContentType()), text))
                    .containsExactly("a|GAUGE||" + help);
        }
    }

    private static byte[] written(ExpositionFormatWriter writer, List<MetricSnapshot> families) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.write(out, new MetricSnapshots(families), EscapingScheme.ALLOW_UTF8);
        return out.toByteArray();
    }

    private static void expect(List<Recorded> expected, MetricSnapshot family, boolean openMetrics) {
        String name = family.getMetadata().getName();
        if (family instanceof CounterSnapshot counter) {
            for (CounterDataPointSnapshot point : counter.getDataPoints()) {
                expected.add(began(
                                Recorded.of(name + "_total", labels(point.getLabels()), point.getValue()),
                                point.getCreatedTimestampMillis(),
                                openMetrics)
                        .with(openMetrics ? exemplar(point.getExemplar()) : null));
            }
        } else if (family instanceof GaugeSnapshot gauge) {
            for (GaugeDataPointSnapshot point : gauge.getDataPoints()) {
                Recorded sample = Recorded.of(name, labels(point.getLabels()), point.getValue());
                expected.add(point.hasScrapeTimestamp() ? sample.at(point.getScrapeTimestampMillis()) : sample);
            }
        } else if (family instanceof UnknownSnapshot unknown) {
            unknown.getDataPoints()
                    .forEach(point -> expected.add(Recorded.of(name, labels(point.getLabels()), point.getValue())));
        } else if (family instanceof InfoSnapshot info) {
            info.getDataPoints()
                    .forEach(point -> expected.add(Recorded.of(name + "_info", labels(point.getLabels()), 1)));
        } else if (family instanceof StateSetSnapshot states) {
            for (StateSetDataPointSnapshot point : states.getDataPoints()) {
                for (int i = 0; i < point.size(); i++) {
                    expected.add(Recorded.of(
                            name, with(point.getLabels(), name, point.getName(i)), point.isTrue(i) ? 1 : 0));
                }
            }
        } else if (family instanceof SummarySnapshot summary) {
            for (SummaryDataPointSnapshot point : summary.getDataPoints()) {
                long began = point.getCreatedTimestampMillis();
                point.getQuantiles()
                        .forEach(quantile -> expected.add(began(
                                Recorded.of(
                                        name,
                                        with(point.getLabels(), "quantile", GoFloat.format(quantile.getQuantile())),
                                        quantile.getValue()),
                                began,
                                openMetrics)));
                expected.add(began(
                        Recorded.of(name + "_count", labels(point.getLabels()), point.getCount()), began, openMetrics));
                expected.add(began(
                        Recorded.of(name + "_sum", labels(point.getLabels()), point.getSum()), began, openMetrics));
            }
        } else if (family instanceof HistogramSnapshot histogram) {
            for (HistogramDataPointSnapshot point : histogram.getDataPoints()) {
                long began = point.getCreatedTimestampMillis();
                long count = 0;
                for (int i = 0; i < point.getClassicBuckets().size(); i++) {
                    double bound = point.getClassicBuckets().getUpperBound(i);
                    double below = i == 0
                            ? Double.NEGATIVE_INFINITY
                            : point.getClassicBuckets().getUpperBound(i - 1);
                    count += point.getClassicBuckets().getCount(i);
                    expected.add(began(
                                    Recorded.of(
                                            name + "_bucket",
                                            with(point.getLabels(), "le", GoFloat.format(bound)),
                                            count),
                                    began,
                                    openMetrics)
                            .with(openMetrics ? exemplar(point.getExemplars().get(below, bound)) : null));
                }
                expected.add(began(Recorded.of(name + "_count", labels(point.getLabels()), count), began, openMetrics));
                expected.add(began(
                        Recorded.of(name + "_sum", labels(point.getLabels()), point.getSum()), began, openMetrics));
            }
        }
    }

    private static Recorded began(Recorded sample, long millis, boolean openMetrics) {
        return openMetrics ? sample.since(millis) : sample;
    }

    private static String exemplar(Exemplar exemplar) {
        return exemplar == null
                ? null
                : Recorded.exemplar(
                        labels(exemplar.getLabels()),
                        exemplar.getValue(),
                        exemplar.hasTimestamp() ? exemplar.getTimestampMillis() : null);
    }

    private static Map<String, String> with(Labels labels, String name, String value) {
        Map<String, String> more = labels(labels);
        more.put(name, value);
        return more;
    }

    private static Map<String, String> labels(Labels labels) {
        Map<String, String> map = new HashMap<>();
        for (Label label : labels) {
            if (!label.getValue().isEmpty()) {
                map.put(label.getName(), label.getValue());
            }
        }
        return map;
    }

    @Provide
    static Arbitrary<List<MetricSnapshot>> families() {
        return Arbitraries.randomValue(random -> new SnapshotMaker(random).families());
    }

    @Provide
    static Arbitrary<String> text() {
        return Arbitraries.strings().ofMaxLength(20).map(SnapshotMaker::text);
    }

    /** Makes families with odd names, labels and values. */
    private record SnapshotMaker(Random random) {

        private static final String ODD = "ab_ \"\\\n{},=#é😀\t'";

        static String text(String any) {
            return any.replaceAll("[\\x{D800}-\\x{DFFF}]", "");
        }

        List<MetricSnapshot> families() {
            List<MetricSnapshot> families = new ArrayList<>();
            int size = random.nextInt(6);
            for (int i = 0; i < size; i++) {
                families.add(family((random.nextBoolean() ? "m" : "m." + odd()) + i));
            }
            return families;
        }

        private MetricSnapshot family(String name) {
            return switch (random.nextInt(7)) {
                case 0 -> {
                    CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name);
                    points(labels -> counter.dataPoint(CounterDataPointSnapshot.builder()
                            .labels(labels)
                            .value(Math.abs(number()))
                            .exemplar(exemplar(number()))
                            .createdTimestampMillis(time())
                            .build()));
                    yield counter.build();
                }
                case 1 -> {
                    GaugeSnapshot.Builder gauge =
                            GaugeSnapshot.builder().name(name).help(odd());
                    points(labels -> gauge.dataPoint(GaugeDataPointSnapshot.builder()
                            .labels(labels)
                            .value(random.nextInt(5) == 0 ? special() : number())
                            .scrapeTimestampMillis(random.nextBoolean() ? time() : 0)
                            .exemplar(exemplar(number()))
                            .build()));
                    yield gauge.build();
                }
                case 2 -> {
                    UnknownSnapshot.Builder unknown = UnknownSnapshot.builder().name(name);
                    points(labels -> unknown.dataPoint(UnknownDataPointSnapshot.builder()
                            .labels(labels)
                            .value(number())
                            .build()));
                    yield unknown.build();
                }
                case 3 -> {
                    InfoSnapshot.Builder info = InfoSnapshot.builder().name(name);
                    points(labels -> info.dataPoint(
                            InfoDataPointSnapshot.builder().labels(labels).build()));
                    yield info.build();
                }
                case 4 -> {
                    // The writer leaves the quotes out where the names in a state set need them.
                    StateSetSnapshot.Builder states =
                            StateSetSnapshot.builder().name("s_" + name.charAt(name.length() - 1));
                    points(labels -> states.dataPoint(StateSetDataPointSnapshot.builder()
                            .labels(Labels.of("point", labels.get("point")))
                            .state("on" + odd(), random.nextBoolean())
                            .state("off", random.nextBoolean())
                            .build()));
                    yield states.build();
                }
                case 5 -> {
                    SummarySnapshot.Builder summary = SummarySnapshot.builder().name(name);
                    points(labels -> summary.dataPoint(SummaryDataPointSnapshot.builder()
                            .labels(labels)
                            .count(random.nextInt(1000))
                            .sum(number())
                            .quantiles(Quantiles.builder()
                                    .quantile(0.5, number())
                                    .quantile(1, number())
                                    .build())
                            .createdTimestampMillis(time())
                            .build()));
                    yield summary.build();
                }
                default -> {
                    HistogramSnapshot.Builder histogram =
                            HistogramSnapshot.builder().name(name);
                    points(labels -> histogram.dataPoint(HistogramDataPointSnapshot.builder()
                            .labels(labels)
                            .sum(number())
                            .classicHistogramBuckets(ClassicHistogramBuckets.builder()
                                    .bucket(1e-5, random.nextInt(10))
                                    .bucket(random.nextDouble() + 1, random.nextInt(10))
                                    .bucket(1_000_000, random.nextInt(10))
                                    .bucket(Double.POSITIVE_INFINITY, random.nextInt(10))
                                    .build())
                            .exemplars(random.nextBoolean() ? Exemplars.EMPTY : Exemplars.of(exemplar(5)))
                            .createdTimestampMillis(time())
                            .build()));
                    yield histogram.build();
                }
            };
        }

        private void points(Consumer<Labels> point) {
            int size = 1 + random.nextInt(4);
            for (int i = 0; i < size; i++) {
                Labels labels = Labels.of("point", String.valueOf(i));
                for (int j = random.nextInt(3); j > 0; j--) {
                    labels = labels.merge(Labels.of("x" + j + (random.nextBoolean() ? "" : odd()), odd()));
                }
                point.accept(labels);
            }
        }

        private Exemplar exemplar(double value) {
            Exemplar.Builder exemplar = Exemplar.builder().value(value).labels(Labels.of("trace_id", odd()));
            if (random.nextBoolean()) {
                exemplar.timestampMillis(time());
            }
            return exemplar.build();
        }

        private String odd() {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(5); i > 0; i--) {
                int at = random.nextInt(ODD.codePointCount(0, ODD.length()));
                text.appendCodePoint(ODD.codePointAt(ODD.offsetByCodePoints(0, at)));
            }
            return text.toString();
        }

        private long time() {
            return 1 + (long) (random.nextDouble() * 2e12);
        }

        private double number() {
            return switch (random.nextInt(4)) {
                case 0 -> random.nextInt(1000);
                case 1 -> random.nextGaussian() * Math.pow(10, random.nextInt(600) - 300);
                case 2 -> random.nextInt(1_000_000) / 1000.0;
                default -> Double.longBitsToDouble(random.nextLong() & 0x7FEFFFFFFFFFFFFFL);
            };
        }

        private double special() {
            double[] specials = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, Double.MIN_VALUE
            };
            return specials[random.nextInt(specials.length)];
        }
    }
}
