package dev.penstock.testkit;

import static dev.penstock.testkit.RemoteWrites.NOW;
import static dev.penstock.testkit.RemoteWrites.customBuckets;
import static dev.penstock.testkit.RemoteWrites.exemplar1;
import static dev.penstock.testkit.RemoteWrites.histogram;
import static dev.penstock.testkit.RemoteWrites.label1;
import static dev.penstock.testkit.RemoteWrites.sample1;
import static dev.penstock.testkit.RemoteWrites.sample2;
import static dev.penstock.testkit.RemoteWrites.send;
import static dev.penstock.testkit.RemoteWrites.series1;
import static dev.penstock.testkit.RemoteWrites.span;
import static dev.penstock.testkit.RemoteWrites.version1;
import static dev.penstock.testkit.RemoteWrites.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import dev.penstock.testkit.wire.ExemplarV2;
import dev.penstock.testkit.wire.LabelV1;
import dev.penstock.testkit.wire.MetadataV1;
import dev.penstock.testkit.wire.MetadataV2;
import dev.penstock.testkit.wire.NativeHistogram;
import dev.penstock.testkit.wire.TimeSeriesV1;
import dev.penstock.testkit.wire.WriteRequestV1;
import dev.penstock.testkit.wire.WriteRequestV2;
import java.net.http.HttpResponse;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule of the protocol, broken. */
class RemoteWriteRulesTest {

    @RegisterExtension
    static final EmbeddedBackendExtension BACKEND = new EmbeddedBackendExtension();

    private static final UnknownFieldSet FIELD_6 = UnknownFieldSet.newBuilder()
            .addField(6, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .build();

    @ParameterizedTest
    @MethodSource("brokenSeries2")
    void version2StoresTheRestAndRefusesWhatIsWrong(String words, Consumer<RemoteWrites.Version2> broken)
            throws Exception {
        RemoteWrites.Version2 request = new RemoteWrites.Version2();
        request.series("__name__", "good").addSamples(sample2(NOW, 1));
        broken.accept(request);

        HttpResponse<String> response = send(BACKEND.backend(), request.build());

        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(response.body()).contains(words);
        assertThat(written(response)).isEqualTo("1/0/0");
        assertThat(BACKEND.metrics().series()).extracting(StoredSeries::name).containsExactly("good");
        assertThat(BACKEND.metrics().violations()).singleElement().asString().contains(words);
    }

    static Stream<Arguments> brokenSeries2() {
        return Stream.of(
                broken("no label __name__", r -> r.series("a", "b").addSamples(sample2(NOW, 1))),
                broken("timeseries[1] {}: no label __name__", r -> r.series().addSamples(sample2(NOW, 1))),
                broken(
                        "timeseries[1] {__name__=\"x\", b=\"1\", a=\"2\"}: labels are not sorted: \"b\" stands before"
                                + " \"a\"",
                        r -> r.series("__name__", "x", "b", "1", "a", "2").addSamples(sample2(NOW, 1))),
                broken(
                        "duplicate label name \"a\"",
                        r -> r.series("__name__", "x", "a", "1", "a", "2").addSamples(sample2(NOW, 1))),
                broken(
                        "empty value of label \"a\"",
                        r -> r.series("__name__", "x", "a", "").addSamples(sample2(NOW, 1))),
                broken(
                        "empty value of label \"__name__\"",
                        r -> r.series("__name__", "").addSamples(sample2(NOW, 1))),
                broken(
                        "empty label name, of the value \"v\"",
                        r -> r.series("", "v", "__name__", "x").addSamples(sample2(NOW, 1))),
                broken(
                        "labels_refs has 3 references",
                        r -> r.series("__name__", "x", "a").addSamples(sample2(NOW, 1))),
                broken(
                        "labels_refs refers to symbols[77]",
                        r -> r.series("__name__", "x")
                                .addLabelsRefs(77)
                                .addLabelsRefs(1)
                                .addSamples(sample2(NOW, 1))),
                broken(
                        "labels_refs refers to symbols[4294967295]",
                        r -> r.series("__name__").addLabelsRefs(-1).addSamples(sample2(NOW, 1))),
                broken("neither a sample nor a histogram", r -> r.series("__name__", "x")),
                broken(
                        "neither a sample nor a histogram",
                        r -> r.series("__name__", "x").addExemplars(r.exemplar(NOW, 1, "trace_id", "a"))),
                broken(
                        "both samples and histograms",
                        r -> r.series("__name__", "x")
                                .addSamples(sample2(NOW, 1))
                                .addHistograms(histogram(NOW))),
                broken(
                        "help_ref refers to symbols[99]",
                        r -> r.series("__name__", "x")
                                .addSamples(sample2(NOW, 1))
                                .setMetadata(MetadataV2.newBuilder().setHelpRef(99))),
                broken(
                        "unit_ref refers to symbols[98]",
                        r -> r.series("__name__", "x")
                                .addSamples(sample2(NOW, 1))
                                .setMetadata(MetadataV2.newBuilder().setUnitRef(98))),
                broken(
                        "metadata has type 8",
                        r -> r.series("__name__", "x")
                                .addSamples(sample2(NOW, 1))
                                .setMetadata(MetadataV2.newBuilder().setType(8))),
                broken(
                        "TimeSeries has unknown or reserved fields",
                        r -> r.series("__name__", "x")
                                .addSamples(sample2(NOW, 1))
                                .setUnknownFields(FIELD_6)),
                broken(
                        "Sample has unknown or reserved fields",
                        r -> r.series("__name__", "x")
                                .addSamples(sample2(NOW, 1).toBuilder().setUnknownFields(FIELD_6))),
                broken(
                        "timeseries[1] {__name__=\"good\"}: the same series is timeseries[0] of this request",
                        r -> r.series("__name__", "good").addSamples(sample2(NOW + 1, 1))),
                broken(
                        "out of bounds: timestamp " + (NOW + 3_600_000),
                        r -> r.series("__name__", "x").addSamples(sample2(NOW + 3_600_000, 1))));
    }

    @ParameterizedTest
    @MethodSource("brokenHistograms")
    void histogramThatContradictsItselfIsRefused(String words, Consumer<NativeHistogram.Builder> broken)
            throws Exception {
        NativeHistogram.Builder histogram = histogram(NOW);
        broken.accept(histogram);
        RemoteWrites.Version2 request = new RemoteWrites.Version2();
        request.series("__name__", "x").addHistograms(histogram);

        HttpResponse<String> second = send(BACKEND.backend(), request.build());
        HttpResponse<String> first =
                send(BACKEND.backend(), version1(series1("__name__", "x").addHistograms(histogram)));

        assertThat(second.statusCode()).isEqualTo(400);
        assertThat(second.body()).contains(words);
        assertThat(written(second)).isEqualTo("0/0/0");
        assertThat(first.statusCode()).isEqualTo(400);
        assertThat(first.body()).contains(words);
        assertThat(BACKEND.metrics().sampleCount()).isZero();
    }

    static Stream<Arguments> brokenHistograms() {
        return Stream.of(
                brokenHistogram(
                        "10.0 observations found in the buckets, but the count is 11.0", h -> h.setCountInt(11)),
                brokenHistogram(
                        "10.0 observations found in the buckets, but the count is 9.0",
                        h -> h.setCountInt(9).setSum(Double.doubleToRawLongBits(Double.NaN))),
                brokenHistogram("positive spans need 4 buckets, there are 3", h -> h.addPositiveSpans(span(0, 1))),
                brokenHistogram("negative spans need 0 buckets, there are 1", h -> h.addNegativeDeltas(1)),
                brokenHistogram("span number 2 has the negative offset -1", h -> h.setPositiveSpans(1, span(-1, 1))),
                brokenHistogram("bucket number 1 has an observation count of -1", h -> h.setPositiveDeltas(0, -1)),
                brokenHistogram("schema 9, it must be -4 to 8", h -> h.setSchema(9)),
                brokenHistogram("schema -5, it must be -4 to 8", h -> h.setSchema(-5)),
                brokenHistogram("exponential schema 0 has custom_values", h -> h.addCustomValues(1)),
                brokenHistogram("zero_threshold of -1.0", h -> h.setZeroThreshold(Double.doubleToRawLongBits(-1))),
                brokenHistogram("reset_hint 4", h -> h.setResetHint(4)),
                brokenHistogram("float zero_count", h -> h.setZeroCountFloat(0)),
                brokenHistogram("float bucket counts", h -> h.addPositiveCounts(0)),
                brokenHistogram(
                        "has deltas, which are for integers",
                        h -> h.clearZeroCount().setCountFloat(Double.doubleToRawLongBits(10))),
                brokenHistogram(
                        "unknown or reserved fields",
                        h -> h.setUnknownFields(UnknownFieldSet.newBuilder()
                                .addField(
                                        18,
                                        UnknownFieldSet.Field.newBuilder()
                                                .addVarint(1)
                                                .build())
                                .build())));
    }

    @ParameterizedTest
    @MethodSource("brokenCustomBuckets")
    void customBucketsHaveRulesOfTheirOwn(String words, Consumer<NativeHistogram.Builder> broken) throws Exception {
        NativeHistogram.Builder histogram = customBuckets(NOW);
        broken.accept(histogram);
        RemoteWrites.Version2 request = new RemoteWrites.Version2();
        request.series("__name__", "x").addHistograms(histogram);

        HttpResponse<String> response = send(BACKEND.backend(), request.build());

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains(words);
    }

    static Stream<Arguments> brokenCustomBuckets() {
        return Stream.of(
                brokenHistogram("bounds must increase", h -> h.setCustomValues(1, Double.doubleToRawLongBits(1))),
                brokenHistogram("bound number 1 is NaN", h -> h.setCustomValues(0, StoredSample.STALE_MARKER)),
                brokenHistogram(
                        "+Inf is implied",
                        h -> h.setCustomValues(1, Double.doubleToRawLongBits(Double.POSITIVE_INFINITY))),
                brokenHistogram("spans reach to bucket 4", h -> h.setPositiveSpans(1, span(2, 1))),
                brokenHistogram("negative offset", h -> h.setPositiveSpans(0, span(-1, 1))),
                brokenHistogram("must be 0", h -> h.setZeroThreshold(Double.doubleToRawLongBits(0.5))),
                brokenHistogram("must be 0", h -> h.setZeroCountInt(1)),
                brokenHistogram("no negative buckets", h -> h.addNegativeSpans(span(0, 0))));
    }

    @ParameterizedTest
    @MethodSource("brokenExemplars2")
    void badExemplarDoesNotCostTheSample(String words, Consumer<RemoteWrites.Version2> broken) throws Exception {
        RemoteWrites.Version2 request = new RemoteWrites.Version2();
        broken.accept(request);

        HttpResponse<String> response = send(BACKEND.backend(), request.build());

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains(words);
        assertThat(written(response)).isEqualTo("1/0/0");
    }

    static Stream<Arguments> brokenExemplars2() {
        return Stream.of(
                broken(
                        "exemplars[0]: no timestamp",
                        r -> r.series("__name__", "x")
                                .addSamples(sample2(NOW, 1))
                                .addExemplars(r.exemplar(0, 1, "trace_id", "a"))),
                broken(
                        "exemplars[0]: labels_refs refers to symbols[50]",
                        r -> r.series("__name__", "x")
                                .addSamples(sample2(NOW, 1))
                                .addExemplars(ExemplarV2.newBuilder()
                                        .setTimestamp(NOW)
                                        .addLabelsRefs(50)
                                        .addLabelsRefs(50))),
                broken(
                        "exemplars[0]: labels are not sorted",
                        r -> r.series("__name__", "x")
                                .addSamples(sample2(NOW, 1))
                                .addExemplars(r.exemplar(NOW, 1, "trace_id", "a", "span_id", "b"))));
    }

    @Test
    void exemplarThatIsTooLongIsDroppedAsPrometheusDoes() throws Exception {
        RemoteWrites.Version2 request = new RemoteWrites.Version2();
        request.series("__name__", "x")
                .addSamples(sample2(NOW, 1))
                .addExemplars(request.exemplar(NOW, 1, "trace_id", "a".repeat(121)));

        HttpResponse<String> response = send(BACKEND.backend(), request.build());

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(written(response)).isEqualTo("1/0/0");
        assertThat(BACKEND.metrics().violations()).singleElement().asString().contains("dropped: exemplar");
    }

    @Test
    void exemplarsComeInOrder() throws Exception {
        RemoteWrites.Version2 request = new RemoteWrites.Version2();
        request.series("__name__", "x")
                .addSamples(sample2(NOW, 1))
                .addExemplars(request.exemplar(NOW, 1, "trace_id", "a"))
                .addExemplars(request.exemplar(NOW - 1, 1, "trace_id", "b"));

        HttpResponse<String> response = send(BACKEND.backend(), request.build());

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("out of order exemplar: timestamp " + (NOW - 1) + " is before " + NOW);
        assertThat(written(response)).isEqualTo("1/0/1");
    }

    @ParameterizedTest
    @MethodSource("brokenRequests2")
    void requestThatCannotBeReadStoresNothing(String words, Message broken) throws Exception {
        HttpResponse<String> response = send(BACKEND.backend(), broken);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains(words);
        assertThat(BACKEND.metrics().sampleCount()).isZero();
        assertThat(BACKEND.metrics().violationCount()).isEqualTo(1);
    }

    static Stream<Arguments> brokenRequests2() throws Exception {
        WriteRequestV2 good = RemoteWrites.one2(NOW, 1, "__name__", "x");
        WriteRequestV1 first = version1(series1("__name__", "x").addSamples(sample1(NOW, 1)));
        return Stream.of(
                arguments("symbols is empty", good.toBuilder().clearSymbols().build()),
                arguments(
                        "symbols[0] must be the empty string, is \"a\"",
                        good.toBuilder()
                                .setSymbols(0, ByteString.copyFromUtf8("a"))
                                .build()),
                arguments(
                        "symbols[3] is \"x\" as is symbols[2]",
                        good.toBuilder()
                                .addSymbols(ByteString.copyFromUtf8("x"))
                                .build()),
                arguments(
                        "the body looks like prometheus.WriteRequest (1.0)",
                        WriteRequestV2.newBuilder()
                                .setUnknownFields(fields(first))
                                .build()),
                arguments(
                        "the body looks like io.prometheus.write.v2.Request (2.0)",
                        WriteRequestV1.newBuilder()
                                .setUnknownFields(fields(good))
                                .build()),
                arguments(
                        "proto: cannot parse",
                        WriteRequestV2.newBuilder()
                                .addSymbols(ByteString.EMPTY)
                                .setUnknownFields(UnknownFieldSet.newBuilder()
                                        .addField(
                                                5,
                                                UnknownFieldSet.Field.newBuilder()
                                                        .addLengthDelimited(ByteString.copyFromUtf8("junk"))
                                                        .build())
                                        .build())
                                .build()));
    }

    @ParameterizedTest
    @MethodSource("brokenSeries1")
    void version1StoresNothingWhenAnythingIsRefused(String words, TimeSeriesV1.Builder broken) throws Exception {
        TimeSeriesV1.Builder good = series1("__name__", "good").addSamples(sample1(NOW, 1));

        HttpResponse<String> response = send(BACKEND.backend(), version1(good, broken));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(response.body()).contains(words);
        assertThat(written(response)).isEqualTo("-/-/-");
        assertThat(BACKEND.metrics().sampleCount()).isZero();
        assertThat(BACKEND.metrics().violations()).singleElement().asString().contains(words);
    }

    static Stream<Arguments> brokenSeries1() {
        return Stream.of(
                arguments("not sorted", series1("b", "1", "__name__", "x").addSamples(sample1(NOW, 1))),
                arguments("empty value", series1("__name__", "x", "a", "").addSamples(sample1(NOW, 1))),
                arguments(
                        "out of order sample: timestamp " + (NOW - 1) + " is before " + NOW,
                        series1("__name__", "x").addSamples(sample1(NOW, 1)).addSamples(sample1(NOW - 1, 1))),
                arguments(
                        "duplicate sample for timestamp " + NOW + ": has 1.0, is sent 2.0 for series {__name__=\"x\"}",
                        series1("__name__", "x").addSamples(sample1(NOW, 1)).addSamples(sample1(NOW, 2))),
                arguments(
                        "the same series is timeseries[0]",
                        series1("__name__", "good").addSamples(sample1(NOW, 1))),
                arguments("neither a sample", series1("__name__", "x")),
                arguments(
                        "cannot be sent by remote write 1.0",
                        series1("__name__", "x").addHistograms(customBuckets(NOW))),
                arguments(
                        "start_timestamp (field 17)",
                        series1("__name__", "x").addHistograms(histogram(NOW).setStartTimestamp(1))),
                arguments(
                        "exemplar: duplicate label name",
                        series1("__name__", "x")
                                .addSamples(sample1(NOW, 1))
                                .addExemplars(exemplar1(NOW, 1, "a", "1", "a", "2"))),
                arguments(
                        "TimeSeries has unknown or reserved fields",
                        series1("__name__", "x").addSamples(sample1(NOW, 1)).setUnknownFields(FIELD_6)));
    }

    @ParameterizedTest
    @MethodSource("badLabels1")
    void version1SkipsSeriesWithBadLabelsInSilenceAsPrometheusDoes(String words, TimeSeriesV1.Builder bad)
            throws Exception {
        TimeSeriesV1.Builder good = series1("__name__", "good").addSamples(sample1(NOW, 1));

        HttpResponse<String> response = send(BACKEND.backend(), version1(bad.addSamples(sample1(NOW, 1)), good));

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(BACKEND.metrics().series()).extracting(StoredSeries::name).containsExactly("good");
        assertThat(BACKEND.metrics().skippedSeriesCount()).isEqualTo(1);
        assertThat(BACKEND.metrics().violations()).singleElement().asString().contains(words);
    }

    static Stream<Arguments> badLabels1() {
        LabelV1 latin1 = LabelV1.newBuilder()
                .setName(ByteString.copyFromUtf8("a"))
                .setValue(ByteString.copyFrom(new byte[] {(byte) 0xe4}))
                .build();
        return Stream.of(
                arguments("no label __name__", series1("a", "b")),
                arguments("duplicate label name", series1("__name__", "x", "a", "1", "a", "1")),
                arguments("empty label name", series1("", "b", "__name__", "x")),
                arguments("not valid UTF-8", series1("__name__", "x").addLabels(latin1)),
                arguments("metric name \"a.b\"", series1("__name__", "a.b")),
                arguments("label name \"a-b\"", series1("__name__", "x", "a-b", "c")),
                arguments("label name \"a:b\"", series1("__name__", "x").addLabels(label1("a:b", "c"))));
    }

    @Test
    void metadataOfVersion1NeedsAName() throws Exception {
        HttpResponse<String> response = send(
                BACKEND.backend(),
                WriteRequestV1.newBuilder()
                        .addMetadata(MetadataV1.newBuilder().setType(1))
                        .build());

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("metadata[0]: empty metric_family_name");
    }

    @Test
    void whatIsOutOfOrderAcrossRequestsIsRefused() throws Exception {
        send(BACKEND.backend(), RemoteWrites.one2(NOW, 1, "__name__", "x"));

        HttpResponse<String> late = send(BACKEND.backend(), RemoteWrites.one2(NOW - 1, 1, "__name__", "x"));
        HttpResponse<String> other = send(BACKEND.backend(), RemoteWrites.one2(NOW, 2, "__name__", "x"));
        HttpResponse<String> first =
                send(BACKEND.backend(), version1(series1("__name__", "x").addSamples(sample1(NOW - 1, 1))));

        assertThat(late.body()).startsWith("out of order sample");
        assertThat(other.body()).startsWith("duplicate sample for timestamp " + NOW);
        assertThat(first.body()).startsWith("out of order sample");
        assertThat(Stream.of(late, other, first)).allMatch(response -> response.statusCode() == 400);
        assertThat(BACKEND.metrics().sampleCount()).isEqualTo(1);
    }

    @Test
    void partOfASeriesThatIsInTimeIsStoredByVersion2() throws Exception {
        RemoteWrites.Version2 request = new RemoteWrites.Version2();
        request.series("__name__", "x")
                .addSamples(sample2(NOW, 1))
                .addSamples(sample2(NOW - 5, 2))
                .addSamples(sample2(NOW + 5, 3));

        HttpResponse<String> response = send(BACKEND.backend(), request.build());

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(written(response)).isEqualTo("2/0/0");
        assertThat(BACKEND.metrics().series().get(0).samples())
                .extracting(StoredSample::value)
                .containsExactly(1.0, 3.0);
    }

    @Test
    void startAfterTheSampleIsNotedOnly() throws Exception {
        RemoteWrites.Version2 request = new RemoteWrites.Version2();
        request.series("__name__", "x").addSamples(sample2(NOW, 1, NOW + 1));

        assertThat(send(BACKEND.backend(), request.build()).statusCode()).isEqualTo(204);
        assertThat(BACKEND.metrics().violations())
                .singleElement()
                .asString()
                .contains("start_timestamp " + (NOW + 1) + " is after the timestamp " + NOW);
    }

    private static UnknownFieldSet fields(Message message) throws Exception {
        return UnknownFieldSet.parseFrom(message.toByteArray());
    }

    private static Arguments broken(String words, Consumer<RemoteWrites.Version2> broken) {
        return arguments(words, broken);
    }

    private static Arguments brokenHistogram(String words, Consumer<NativeHistogram.Builder> broken) {
        return arguments(words, broken);
    }
}
