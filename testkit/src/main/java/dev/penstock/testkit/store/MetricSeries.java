package dev.penstock.testkit.store;

import dev.penstock.testkit.MetricMetadata;
import dev.penstock.testkit.StoredExemplar;
import dev.penstock.testkit.StoredHistogram;
import dev.penstock.testkit.StoredSample;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The samples of one label set in the order of time. To be read within {@link MetricDatabase#scan} only. */
public final class MetricSeries {

    private final Labels labels;
    private final List<StoredSample> samples = new ArrayList<>(2);
    private final List<StoredHistogram> histograms = new ArrayList<>(0);
    private final List<StoredExemplar> exemplars = new ArrayList<>(0);
    private Optional<MetricMetadata> metadata = Optional.empty();

    MetricSeries(Labels labels) {
        this.labels = labels;
    }

    /** What tells it from the others of its tenant. */
    public Labels labels() {
        return labels;
    }

    /** Float samples. */
    public List<StoredSample> samples() {
        return samples;
    }

    /** Native histograms. */
    public List<StoredHistogram> histograms() {
        return histograms;
    }

    /** Exemplars. */
    public List<StoredExemplar> exemplars() {
        return exemplars;
    }

    /** The last that came with it. */
    public Optional<MetricMetadata> metadata() {
        return metadata;
    }

    /** Adds what an intake has let through. */
    void add(SeriesIntake intake) {
        samples.addAll(intake.samples());
        histograms.addAll(intake.histograms());
        exemplars.addAll(intake.exemplars());
        intake.metadata().ifPresent(given -> metadata = Optional.of(given));
    }
}
