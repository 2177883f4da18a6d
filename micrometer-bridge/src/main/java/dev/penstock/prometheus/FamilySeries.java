package dev.penstock.prometheus;

import dev.penstock.remotewrite.MetricFamily;
import dev.penstock.remotewrite.MetricType;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** A metric family and the series of its data points, kept from publish to publish. */
final class FamilySeries {

    /** The name in {@code TYPE} lines, which is also that of series without a suffix. */
    final String name;

    final MetricFamily family;
    final String bucketName;
    final String countName;
    final String sumName;
    private final MetricMetadata metadata;
    private final Map<Labels, PointSeries> points = new HashMap<>();
    private int seen;

    /** The publish that saw it last. */
    int seenIn;

    FamilySeries(MetricSnapshot snapshot) {
        metadata = snapshot.getMetadata();
        name = ExposedNames.of(snapshot);
        MetricType type = type(snapshot);
        family = new MetricFamily(name, type, help(metadata), unit(metadata));
        boolean gauge = type == MetricType.GAUGE_HISTOGRAM;
        bucketName = name + "_bucket";
        countName = name + (gauge ? "_gcount" : "_count");
        sumName = name + (gauge ? "_gsum" : "_sum");
    }

    private static MetricType type(MetricSnapshot snapshot) {
        if (snapshot instanceof CounterSnapshot) {
            return MetricType.COUNTER;
        } else if (snapshot instanceof GaugeSnapshot) {
            return MetricType.GAUGE;
        } else if (snapshot instanceof HistogramSnapshot histogram) {
            return histogram.isGaugeHistogram() ? MetricType.GAUGE_HISTOGRAM : MetricType.HISTOGRAM;
        } else if (snapshot instanceof SummarySnapshot) {
            return MetricType.SUMMARY;
        } else if (snapshot instanceof InfoSnapshot) {
            return MetricType.INFO;
        }
        return snapshot instanceof StateSetSnapshot ? MetricType.STATE_SET : MetricType.UNKNOWN;
    }

    private static String help(MetricMetadata metadata) {
        return Objects.requireNonNullElse(metadata.getHelp(), "");
    }

    private static String unit(MetricMetadata metadata) {
        return Objects.toString(metadata.getUnit(), "");
    }

    /** Whether a snapshot is of this family, with the same things said of it. Most collectors keep their metadata. */
    @SuppressWarnings("ReferenceEquality")
    boolean describes(MetricSnapshot snapshot) {
        MetricMetadata other = snapshot.getMetadata();
        return family.type() == type(snapshot)
                && (other == metadata
                        || (name.equals(ExposedNames.of(snapshot))
                                && family.help().equals(help(other))
                                && family.unit().equals(unit(other))));
    }

    PointSeries point(Labels labels, int publish) {
        if (seenIn != publish) {
            seenIn = publish;
            seen = 0;
        }
        PointSeries point = points.get(labels);
        if (point == null) {
            point = new PointSeries(LabelSets.of(labels));
            points.put(labels, point);
        }
        if (point.seenIn != publish) {
            point.seenIn = publish;
            seen++;
        }
        point.rewind();
        return point;
    }

    /** Forgets the data points that a publish did not see. */
    void forgetGone(int publish) {
        if (seen < points.size()) {
            points.values().removeIf(point -> point.seenIn != publish);
        }
    }
}
