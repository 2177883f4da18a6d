package dev.penstock.scrape;

import dev.penstock.remotewrite.MetricFamily;
import dev.penstock.remotewrite.MetricType;

/** Says in the words of remote write what was exposed of a family. */
final class TypeOf {

    private TypeOf() {}

    static MetricFamily family(ParsedFamily family) {
        return new MetricFamily(family.name(), type(family.type()), family.help(), family.unit());
    }

    static MetricType type(FamilyType type) {
        return switch (type) {
            case UNKNOWN -> MetricType.UNKNOWN;
            case COUNTER -> MetricType.COUNTER;
            case GAUGE -> MetricType.GAUGE;
            case HISTOGRAM -> MetricType.HISTOGRAM;
            case GAUGE_HISTOGRAM -> MetricType.GAUGE_HISTOGRAM;
            case SUMMARY -> MetricType.SUMMARY;
            case INFO -> MetricType.INFO;
            case STATE_SET -> MetricType.STATE_SET;
        };
    }
}
