package dev.penstock.testkit.remotewrite;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is answered to a remote write request.
 *
 * @param status the HTTP status
 * @param text what is wrong, empty when nothing is
 * @param headers that say what was written
 */
public record WriteAnswer(int status, String text, Map<String, String> headers) {

    static WriteAnswer of(int status, String text) {
        return new WriteAnswer(status, text, Map.of());
    }

    /** The same with the counts that a 2.0 receiver has to return. */
    WriteAnswer written(int samples, int histograms, int exemplars) {
        Map<String, String> counts = new LinkedHashMap<>();
        counts.put("X-Prometheus-Remote-Write-Samples-Written", Integer.toString(samples));
        counts.put("X-Prometheus-Remote-Write-Histograms-Written", Integer.toString(histograms));
        counts.put("X-Prometheus-Remote-Write-Exemplars-Written", Integer.toString(exemplars));
        return new WriteAnswer(status, text, counts);
    }
}
