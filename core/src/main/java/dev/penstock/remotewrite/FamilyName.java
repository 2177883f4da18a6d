package dev.penstock.remotewrite;

/**
 * Finds the name of a family from that of one of its series: on the wire of 2.0 there is none. Source:
 * prometheus/OpenMetrics, specification, the suffixes of each type.
 */
final class FamilyName {

    private FamilyName() {}

    static String of(String series, MetricType type) {
        return switch (type) {
            case HISTOGRAM -> without(series, "_bucket", "_count", "_sum");
            case GAUGE_HISTOGRAM -> without(series, "_bucket", "_gcount", "_gsum");
            case SUMMARY -> without(series, "_count", "_sum");
            case UNKNOWN, COUNTER, GAUGE, INFO, STATE_SET -> series;
        };
    }

    private static String without(String series, String... suffixes) {
        for (String each : suffixes) {
            if (series.endsWith(each) && series.length() > each.length()) {
                return series.substring(0, series.length() - each.length());
            }
        }
        return series;
    }
}
