package dev.penstock.testkit.store;

import dev.penstock.testkit.MetricMetadata;
import dev.penstock.testkit.StoredExemplar;
import dev.penstock.testkit.StoredHistogram;
import dev.penstock.testkit.StoredSample;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sorts what a request has for a series into what comes in time and what does not, by the rules of Prometheus' head block
 * without an out-of-order window. It changes nothing itself.
 */
public final class SeriesIntake {

    /** What Prometheus allows the labels of an exemplar, in characters. */
    private static final int MOST_EXEMPLAR_CHARACTERS = 128;

    private final Labels labels;
    private final Optional<MetricMetadata> metadata;
    private final long newestAllowed;
    private final List<StoredSample> samples = new ArrayList<>(1);
    private final List<StoredHistogram> histograms = new ArrayList<>(0);
    private final List<StoredExemplar> exemplars = new ArrayList<>(0);
    private final List<String> errors = new ArrayList<>(0);
    private final List<String> exemplarErrors = new ArrayList<>(0);
    private final List<String> dropped = new ArrayList<>(0);
    private int duplicateSamples;
    private int duplicateHistograms;
    private int duplicateExemplars;
    private @Nullable StoredSample lastSample;
    private @Nullable StoredHistogram lastHistogram;
    private @Nullable StoredExemplar lastExemplar;

    SeriesIntake(@Nullable MetricSeries stored, WrittenSeries written, long newestAllowed) {
        this.labels = written.labels();
        this.metadata = written.metadata();
        this.newestAllowed = newestAllowed;
        if (stored != null) {
            lastSample = last(stored.samples());
            lastHistogram = last(stored.histograms());
            lastExemplar = last(stored.exemplars());
        }
        written.samples().forEach(this::take);
        written.histograms().forEach(this::take);
        boolean exists = stored != null || !samples.isEmpty() || !histograms.isEmpty();
        if (exists) {
            written.exemplars().forEach(this::take);
        } else if (!written.exemplars().isEmpty()) {
            dropped.add("exemplars of a series that has no sample");
        }
    }

    /** Whether all of it is good. */
    public boolean flawless() {
        return errors.isEmpty() && exemplarErrors.isEmpty() && dropped.isEmpty();
    }

    /** What is wrong, without the name of the series, in the words of Prometheus and a few more. */
    public List<String> errors() {
        return errors;
    }

    /** What is wrong with exemplars, which cost no sample and which Prometheus' 1.0 receiver does not tell. */
    public List<String> exemplarErrors() {
        return exemplarErrors;
    }

    /** What Prometheus drops without a word. */
    public List<String> dropped() {
        return dropped;
    }

    /** Float samples that count as written: the new ones and those that were here already. */
    public int writtenSamples() {
        return samples.size() + duplicateSamples;
    }

    /** Histograms that count as written. */
    public int writtenHistograms() {
        return histograms.size() + duplicateHistograms;
    }

    /** Exemplars that count as written. */
    public int writtenExemplars() {
        return exemplars.size() + duplicateExemplars;
    }

    /** Samples and histograms that were here already, to the bit. */
    int duplicates() {
        return duplicateSamples + duplicateHistograms;
    }

    Labels labels() {
        return labels;
    }

    Optional<MetricMetadata> metadata() {
        return metadata;
    }

    List<StoredSample> samples() {
        return samples;
    }

    List<StoredHistogram> histograms() {
        return histograms;
    }

    List<StoredExemplar> exemplars() {
        return exemplars;
    }

    private void take(StoredSample sample) {
        long time = sample.timestampMillis();
        StoredSample last = lastSample;
        if (last != null && time == last.timestampMillis() && time >= newest()) {
            if (sample.bits() == last.bits()) {
                duplicateSamples++;
            } else {
                errors.add("duplicate sample for timestamp " + time + ": has " + last.value() + ", is sent "
                        + sample.value());
            }
        } else if (inTime(time)) {
            samples.add(sample);
            lastSample = sample;
        }
    }

    private void take(StoredHistogram histogram) {
        long time = histogram.timestampMillis();
        StoredHistogram last = lastHistogram;
        if (last != null && time == last.timestampMillis() && time >= newest()) {
            if (histogram.equals(last)) {
                duplicateHistograms++;
            } else {
                errors.add("duplicate sample for timestamp " + time + ": has another histogram");
            }
        } else if (inTime(time)) {
            histograms.add(histogram);
            lastHistogram = histogram;
        }
    }

    private boolean inTime(long time) {
        long newest = newest();
        if (time > newestAllowed) {
            errors.add("out of bounds: timestamp " + time + " is too far in the future, at most " + newestAllowed
                    + " is taken");
            return false;
        }
        if (time < newest) {
            errors.add("out of order sample: timestamp " + time + " is before " + newest);
            return false;
        }
        if (time == newest) {
            errors.add("duplicate sample for timestamp " + time + ": a histogram and a float sample");
            return false;
        }
        return true;
    }

    private void take(StoredExemplar exemplar) {
        StoredExemplar last = lastExemplar;
        int characters = exemplar.labels().entrySet().stream()
                .mapToInt(label -> characters(label.getKey()) + characters(label.getValue()))
                .sum();
        if (exemplar.timestampMillis() > newestAllowed) {
            dropped.add("exemplar with timestamp " + exemplar.timestampMillis() + ", which is too far in the future");
        } else if (characters > MOST_EXEMPLAR_CHARACTERS) {
            dropped.add("exemplar with labels of " + characters + " characters, " + MOST_EXEMPLAR_CHARACTERS
                    + " are allowed");
        } else if (exemplar.equals(last)) {
            duplicateExemplars++;
        } else if (last != null && exemplar.timestampMillis() < last.timestampMillis()) {
            exemplarErrors.add("out of order exemplar: timestamp " + exemplar.timestampMillis() + " is before "
                    + last.timestampMillis());
        } else {
            exemplars.add(exemplar);
            lastExemplar = exemplar;
        }
    }

    private long newest() {
        long sample = lastSample == null ? Long.MIN_VALUE : lastSample.timestampMillis();
        long histogram = lastHistogram == null ? Long.MIN_VALUE : lastHistogram.timestampMillis();
        return Math.max(sample, histogram);
    }

    private static int characters(String text) {
        return text.codePointCount(0, text.length());
    }

    private static <T> @Nullable T last(List<T> list) {
        return list.isEmpty() ? null : list.get(list.size() - 1);
    }
}
