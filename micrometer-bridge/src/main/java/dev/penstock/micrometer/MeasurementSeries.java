package dev.penstock.micrometer;

import dev.penstock.remotewrite.SeriesTable;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Statistic;
import java.util.Arrays;

/** The series of a custom meter: one for each statistic that it measures. */
final class MeasurementSeries extends CalledSeries {

    /** Of {@link Statistic}. */
    private static final Statistic[] STATISTICS = Statistic.values();

    /** An iterable may be endless. */
    private static final int MOST = 10_000;

    private final Iterable<Measurement> measurements;
    private final SingleSeries[] series = new SingleSeries[STATISTICS.length];
    private final double[] values = new double[STATISTICS.length];
    private final boolean[] measured = new boolean[STATISTICS.length];
    private boolean repeated;
    private boolean saidRepeated;

    /** The series of all statistics, because what a meter measures may change. */
    MeasurementSeries(MeterNames names, Iterable<Measurement> measurements, long startedAt) {
        super(names);
        this.measurements = measurements;
        for (Statistic each : STATISTICS) {
            series[each.ordinal()] = series(names.with("statistic", each.toString()), each, startedAt);
        }
    }

    private static SingleSeries series(MeterNames names, Statistic statistic, long startedAt) {
        return switch (statistic) {
            case TOTAL, TOTAL_TIME -> new SingleSeries(names.counter("_sum"), startedAt);
            case COUNT -> new SingleSeries(names.counter(""), startedAt);
            case MAX -> new SingleSeries(names.gauge("_max"), 0);
            case VALUE, UNKNOWN -> new SingleSeries(names.gauge("_value"), 0);
            case ACTIVE_TASKS -> new SingleSeries(names.gauge("_active_count"), 0);
            case DURATION -> new SingleSeries(names.gauge("_duration_sum"), 0);
        };
    }

    @Override
    void call() throws Throwable {
        Arrays.fill(measured, false);
        repeated = false;
        Throwable failure = null;
        int seen = 0;
        for (Measurement each : measurements) {
            int index = each.getStatistic().ordinal();
            if (measured[index]) {
                repeated = true;
            } else {
                measured[index] = true;
                values[index] = Double.NaN;
                try {
                    values[index] = each.getValue();
                } catch (Throwable e) {
                    failure = e;
                }
            }
            if (++seen == MOST) {
                break;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Those that were measured stay. */
    @Override
    void fail() {}

    @Override
    void sendKept(SeriesTable table) {
        for (int i = 0; i < series.length; i++) {
            if (measured[i]) {
                series[i].set(table, values[i]);
            }
        }
        if (repeated && !saidRepeated) {
            table.trouble(
                    "repeated " + id().getName(), id() + " measures a statistic more than once; the first one is sent");
        }
        saidRepeated = repeated;
    }
}
