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
import dev.penstock.testkit.wire.ExemplarV1;
import dev.penstock.testkit.wire.LabelV1;
import dev.penstock.testkit.wire.MetadataV1;
import dev.penstock.testkit.wire.NativeHistogram;
import dev.penstock.testkit.wire.SampleV1;
import dev.penstock.testkit.wire.TimeSeriesV1;
import dev.penstock.testkit.wire.WriteRequestV1;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Takes a {@code prometheus.WriteRequest} apart. */
final class Version1 {

    private Version1() {}

    static DecodedRequest decode(byte[] body) throws WriteRefusedException {
        WriteRequestV1 request;
        try {
            request = WriteRequestV1.parseFrom(body);
        } catch (InvalidProtocolBufferException e) {
            throw new WriteRefusedException(400, "proto: cannot parse prometheus.WriteRequest: " + e.getMessage());
        }
        var unknown = UnknownFields.numbers(request);
        if (!unknown.isEmpty()) {
            boolean other = unknown.contains(4) || unknown.contains(5);
            throw new WriteRefusedException(
                    400,
                    "prometheus.WriteRequest has " + UnknownFields.text(unknown)
                            + (other ? "; the body looks like io.prometheus.write.v2.Request (2.0)" : ""));
        }
        SeriesCollector collector = new SeriesCollector();
        for (int i = 0; i < request.getTimeseriesCount(); i++) {
            TimeSeriesV1 series = request.getTimeseries(i);
            String position = "timeseries[" + i + "] ";
            Supplier<String> where = () -> position + LabelRules.text(pairs(series.getLabelsList()));
            try {
                collector.add(i, where, series(series));
            } catch (BadPartException e) {
                collector.violation(where.get(), e);
            }
        }
        for (int i = 0; i < request.getMetadataCount(); i++) {
            MetadataV1 metadata = request.getMetadata(i);
            try {
                String family = text(metadata.getMetricFamilyName(), "metric_family_name");
                collector.describe(family, metadata(metadata, family));
            } catch (BadPartException e) {
                collector.violation("metadata[" + i + "]", e);
            }
        }
        return collector.request();
    }

    private static WrittenSeries series(TimeSeriesV1 series) throws BadPartException {
        UnknownFields.refuse(series, "TimeSeries");
        for (LabelV1 label : series.getLabelsList()) {
            UnknownFields.refuse(label, "Label");
        }
        Labels labels = LabelRules.series(pairs(series.getLabelsList()), RemoteWriteVersion.V1);
        if (series.getSamplesCount() + series.getHistogramsCount() + series.getExemplarsCount() == 0) {
            throw new BadPartException("there is neither a sample nor a histogram nor an exemplar");
        }
        List<StoredSample> samples = new ArrayList<>(series.getSamplesCount());
        for (SampleV1 sample : series.getSamplesList()) {
            UnknownFields.refuse(sample, "Sample");
            samples.add(new StoredSample(sample.getTimestamp(), sample.getValue(), 0));
        }
        List<StoredHistogram> histograms = new ArrayList<>(series.getHistogramsCount());
        for (NativeHistogram histogram : series.getHistogramsList()) {
            histograms.add(HistogramReader.read(histogram, RemoteWriteVersion.V1));
        }
        List<StoredExemplar> exemplars = new ArrayList<>(series.getExemplarsCount());
        for (ExemplarV1 exemplar : series.getExemplarsList()) {
            exemplars.add(exemplar(exemplar));
        }
        return new WrittenSeries(labels, samples, histograms, exemplars, Optional.empty());
    }

    private static StoredExemplar exemplar(ExemplarV1 exemplar) throws BadPartException {
        UnknownFields.refuse(exemplar, "Exemplar");
        for (LabelV1 label : exemplar.getLabelsList()) {
            UnknownFields.refuse(label, "Label of an exemplar");
        }
        try {
            return Exemplars.of(
                    exemplar.getTimestamp(), exemplar.getValue(), LabelRules.exemplar(pairs(exemplar.getLabelsList())));
        } catch (BadPartException e) {
            // The exemplar is bad, not the labels of the series, for which alone there is silence.
            throw new BadPartException("exemplar: " + e.text());
        }
    }

    private static MetricMetadata metadata(MetadataV1 metadata, String family) throws BadPartException {
        UnknownFields.refuse(metadata, "MetricMetadata");
        if (family.isEmpty()) {
            throw new BadPartException("empty metric_family_name");
        }
        return new MetricMetadata(
                MetricTypes.name(metadata.getType()),
                text(metadata.getHelp(), "help"),
                text(metadata.getUnit(), "unit"));
    }

    private static String text(ByteString bytes, String what) throws BadPartException {
        if (!bytes.isValidUtf8()) {
            throw new BadPartException(what + " is not valid UTF-8");
        }
        return bytes.toStringUtf8();
    }

    private static List<ByteString> pairs(List<LabelV1> labels) {
        List<ByteString> pairs = new ArrayList<>(2 * labels.size());
        for (LabelV1 label : labels) {
            pairs.add(label.getName());
            pairs.add(label.getValue());
        }
        return pairs;
    }
}
