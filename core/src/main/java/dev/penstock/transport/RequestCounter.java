package dev.penstock.transport;

import dev.penstock.metrics.RemoteWriteCounts;
import dev.penstock.remotewrite.RequestContent;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts what goes out by remote write. Thread-safe. */
final class RequestCounter {

    private final LongAdder samples = new LongAdder();
    private final LongAdder histograms = new LongAdder();
    private final LongAdder exemplars = new LongAdder();
    private final LongAdder metadata = new LongAdder();
    private final LongAdder samplesFailed = new LongAdder();
    private final LongAdder histogramsFailed = new LongAdder();
    private final LongAdder exemplarsFailed = new LongAdder();
    private final LongAdder metadataFailed = new LongAdder();
    private final LongAdder samplesRetried = new LongAdder();
    private final LongAdder histogramsRetried = new LongAdder();
    private final LongAdder exemplarsRetried = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder metadataBytes = new LongAdder();
    private volatile long highestSent;

    void sent(RequestContent content, int size) {
        samples.add(content.samples());
        histograms.add(content.histograms());
        exemplars.add(content.exemplars());
        bytes.add(size);
    }

    void retry(RequestContent content) {
        samplesRetried.add(content.samples());
        histogramsRetried.add(content.histograms());
        exemplarsRetried.add(content.exemplars());
    }

    /** It was answered for good: what was not written has failed. */
    void settled(RequestContent content, Outcome.@Nullable Written written) {
        long stored = written == null ? 0 : written.samples();
        samplesFailed.add(Math.max(0, content.samples() - stored));
        histogramsFailed.add(Math.max(0, content.histograms() - (written == null ? 0 : written.histograms())));
        exemplarsFailed.add(Math.max(0, content.exemplars() - (written == null ? 0 : written.exemplars())));
        if (written != null && written.records() > 0) {
            highestSent = Math.max(highestSent, content.newest());
        }
    }

    void metadata(int families, int size, boolean stored) {
        metadata.add(families);
        metadataBytes.add(size);
        if (!stored) {
            metadataFailed.add(families);
        }
    }

    RemoteWriteCounts snapshot() {
        return new RemoteWriteCounts(
                samples.sum(),
                histograms.sum(),
                exemplars.sum(),
                metadata.sum(),
                samplesFailed.sum(),
                histogramsFailed.sum(),
                exemplarsFailed.sum(),
                metadataFailed.sum(),
                samplesRetried.sum(),
                histogramsRetried.sum(),
                exemplarsRetried.sum(),
                bytes.sum(),
                metadataBytes.sum(),
                highestSent);
    }
}
