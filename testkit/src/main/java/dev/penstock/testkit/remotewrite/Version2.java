package dev.penstock.testkit.remotewrite;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.penstock.testkit.MetricMetadata;
import dev.penstock.testkit.RemoteWriteVersion;
import dev.penstock.testkit.StoredExemplar;
import dev.penstock.testkit.StoredHistogram;
import dev.penstock.testkit.StoredSample;
import dev.penstock.testkit.store.Labels;
import dev.penstock.testkit.store.WrittenSeries;
import dev.penstock.testkit.wire.ExemplarV2;
import dev.penstock.testkit.wire.MetadataV2;
import dev.penstock.testkit.wire.NativeHistogram;
import dev.penstock.testkit.wire.SampleV2;
import dev.penstock.testkit.wire.TimeSeriesV2;
import dev.penstock.testkit.wire.WriteRequestV2;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Takes an {@code io.prometheus.write.v2.Request} apart. */
final class Version2 {

    private final WriteRequestV2 request;
    private final Symbols symbols;
    private final SeriesCollector collector = new SeriesCollector();

    private Version2(WriteRequestV2 request) throws WriteRefusedException {
        this.request = request;
        this.symbols = Symbols.of(request.getSymbolsList());
    }

    static DecodedRequest decode(byte[] body) throws WriteRefusedException {
        WriteRequestV2 request;
        try {
            request = WriteRequestV2.parseFrom(body);
        } catch (InvalidProtocolBufferException e) {
            throw new WriteRefusedException(
                    400, "proto: cannot parse io.prometheus.write.v2.Request: " + e.getMessage());
        }
        var unknown = UnknownFields.numbers(request);
        if (!unknown.isEmpty()) {
            boolean other = unknown.contains(1) || unknown.contains(3);
            throw new WriteRefusedException(
                    400,
                    "io.prometheus.write.v2.Request has " + UnknownFields.text(unknown)
                            + (other ? "; the body looks like prometheus.WriteRequest (1.0)" : ""));
        }
        return new Version2(request).decode();
    }

    private DecodedRequest decode() {
        for (int i = 0; i < request.getTimeseriesCount(); i++) {
            TimeSeriesV2 series = request.getTimeseries(i);
            String position = "timeseries[" + i + "]";
            Supplier<String> where = () -> position;
            try {
                List<ByteString> pairs = symbols.pairs(series.getLabelsRefsList());
                where = () -> position + " " + LabelRules.text(pairs);
                collector.add(i, where, series(series, pairs, where));
            } catch (BadPartException e) {
                collector.violation(where.get(), e);
            }
        }
        return collector.request();
    }

    private WrittenSeries series(TimeSeriesV2 series, List<ByteString> pairs, Supplier<String> where)
            throws BadPartException {
        UnknownFields.refuse(series, "TimeSeries");
        Labels labels = LabelRules.series(pairs, RemoteWriteVersion.V2);
        Optional<MetricMetadata> metadata =
                series.hasMetadata() ? Optional.of(metadata(series.getMetadata())) : Optional.empty();
        if (series.getSamplesCount() == 0 && series.getHistogramsCount() == 0) {
            throw new BadPartException("there is neither a sample nor a histogram; there must be at least one");
        }
        if (series.getSamplesCount() > 0 && series.getHistogramsCount() > 0) {
            throw new BadPartException("there are both samples and histograms; there must be one kind only");
        }
        List<StoredSample> samples = new ArrayList<>(series.getSamplesCount());
        for (SampleV2 sample : series.getSamplesList()) {
            UnknownFields.refuse(sample, "Sample");
            checkStart(where, sample.getStartTimestamp(), sample.getTimestamp());
            samples.add(new StoredSample(sample.getTimestamp(), sample.getValue(), sample.getStartTimestamp()));
        }
        List<StoredHistogram> histograms = new ArrayList<>(series.getHistogramsCount());
        for (NativeHistogram histogram : series.getHistogramsList()) {
            checkStart(where, histogram.getStartTimestamp(), histogram.getTimestamp());
            histograms.add(HistogramReader.read(histogram, RemoteWriteVersion.V2));
        }
        metadata.ifPresent(given ->
                collector.describe(MetricTypes.family(labels.getOrDefault("__name__", ""), given.type()), given));
        return new WrittenSeries(labels, samples, histograms, exemplars(series, where), metadata);
    }

    /** Prometheus ignores a start after its sample, so it is noted only: the sender has its clock wrong. */
    private void checkStart(Supplier<String> where, long start, long timestamp) {
        if (start > timestamp) {
            collector.note(where.get() + ": start_timestamp " + start + " is after the timestamp " + timestamp);
        }
    }

    /** A bad exemplar does not cost the samples. */
    private List<StoredExemplar> exemplars(TimeSeriesV2 series, Supplier<String> where) {
        List<StoredExemplar> exemplars = new ArrayList<>(series.getExemplarsCount());
        for (int i = 0; i < series.getExemplarsCount(); i++) {
            ExemplarV2 exemplar = series.getExemplars(i);
            try {
                UnknownFields.refuse(exemplar, "Exemplar");
                Labels labels = LabelRules.exemplar(symbols.pairs(exemplar.getLabelsRefsList()));
                exemplars.add(Exemplars.of(exemplar.getTimestamp(), exemplar.getValue(), labels));
            } catch (BadPartException e) {
                collector.violation(where.get() + " exemplars[" + i + "]", e);
            }
        }
        return exemplars;
    }

    private MetricMetadata metadata(MetadataV2 metadata) throws BadPartException {
        UnknownFields.refuse(metadata, "Metadata");
        return new MetricMetadata(
                MetricTypes.name(metadata.getType()),
                symbols.text(metadata.getHelpRef(), "help_ref"),
                symbols.text(metadata.getUnitRef(), "unit_ref"));
    }
}
