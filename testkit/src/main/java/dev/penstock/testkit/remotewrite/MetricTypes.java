package dev.penstock.testkit.remotewrite;

import java.util.List;

/** The types of metrics by the numbers that they have on the wire, which are the same in both versions. */
final class MetricTypes {

    private static final List<String> NAMES =
            List.of("unknown", "counter", "gauge", "histogram", "gaugehistogram", "summary", "info", "stateset");

    private MetricTypes() {}

    static String name(int number) throws BadPartException {
        if (number < 0 || number >= NAMES.size()) {
            throw new BadPartException("metadata has type " + number + ", it must be 0 to " + (NAMES.size() - 1));
        }
        return NAMES.get(number);
    }

    /** The name of the family to which a series belongs, as Mimir guesses it. */
    static String family(String series, String type) {
        return switch (type) {
            case "histogram" -> without(series, "_bucket", "_count", "_sum");
            case "gaugehistogram" -> without(series, "_bucket", "_gcount", "_gsum", "_count", "_sum");
            case "summary" -> without(series, "_count", "_sum");
            default -> series;
        };
    }

    private static String without(String series, String... suffixes) {
        for (String suffix : suffixes) {
            if (series.endsWith(suffix) && series.length() > suffix.length()) {
                return series.substring(0, series.length() - suffix.length());
            }
        }
        return series;
    }
}
