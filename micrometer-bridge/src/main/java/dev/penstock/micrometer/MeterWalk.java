package dev.penstock.micrometer;

import dev.penstock.remotewrite.SampleSource;
import dev.penstock.remotewrite.SeriesTable;
import io.micrometer.core.instrument.Meter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All meters of a registry with their series, and the walk over them in each publish. Meters are put in and taken out by
 * any thread, at any time; one thread at a time walks.
 *
 * <p>The walk goes over arrays that are made anew only when a meter came or went, and makes no garbage by itself.
 */
final class MeterWalk implements SampleSource {

    /** Troubles that wait for a publish to be said; whoever brings more has brought enough. */
    private static final int TROUBLES = 100;

    private static final CalledSeries[] NO_FUNCTIONS = {};

    private final NameRegister register = new NameRegister();
    private final FunctionReader reader;

    // Under the lock of meters.
    private final Map<Meter.Id, MeterSeries> meters = new LinkedHashMap<>();
    private final List<Trouble> troubles = new ArrayList<>();
    private boolean changed;

    // Of the thread that walks.
    private MeterSeries[] own = {};
    private CalledSeries[] called = NO_FUNCTIONS;
    private long publish;

    private record Trouble(String kind, String message) {}

    MeterWalk(FunctionReader reader) {
        this.reader = reader;
    }

    /**
     * Puts a meter in, in the place of one with the same id.
     *
     * @return why it is not sent, or not all of it; null when it is
     */
    @Nullable String add(MeterSeries series) {
        String refusal = null;
        synchronized (meters) {
            remove(series.id());
            for (OwnedName each : series.names()) {
                String why = register.take(each);
                refusal = refusal == null ? why : refusal;
            }
            meters.put(series.id(), series);
            changed = true;
        }
        return refusal;
    }

    /** Takes a meter out. */
    void remove(Meter.Id id) {
        synchronized (meters) {
            MeterSeries removed = meters.remove(id);
            if (removed != null) {
                removed.names().forEach(register::giveBack);
                changed = true;
            }
        }
    }

    /** Says something in the next publish. */
    void trouble(String kind, String message) {
        synchronized (meters) {
            if (troubles.size() < TROUBLES) {
                troubles.add(new Trouble(kind, message));
            }
        }
    }

    @Override
    public void collect(SeriesTable table) {
        say(table);
        refresh();
        publish++;
        reader.begin(called, publish);
        for (MeterSeries each : own) {
            try {
                each.send(table);
            } catch (RuntimeException e) {
                failed(table, each, e);
            }
        }
        if (!reader.await()) {
            table.trouble(
                    "no thread for functions",
                    FunctionReader.LEFT_BEHIND
                            + " functions of meters do not return, or no thread can be started; further ones are left out");
        }
        for (CalledSeries each : called) {
            try {
                each.send(table, publish);
            } catch (RuntimeException e) {
                failed(table, each, e);
            }
        }
    }

    private static void failed(SeriesTable table, MeterSeries meter, RuntimeException failure) {
        table.trouble("unreadable " + meter.id().getName(), meter.id() + " could not be read: " + failure);
    }

    private void say(SeriesTable table) {
        List<Trouble> said;
        synchronized (meters) {
            if (troubles.isEmpty()) {
                return;
            }
            said = List.copyOf(troubles);
            troubles.clear();
        }
        // Not under the lock: whoever hears it may register meters of its own.
        for (Trouble each : said) {
            table.trouble(each.kind(), each.message());
        }
    }

    private void refresh() {
        synchronized (meters) {
            if (!changed) {
                return;
            }
            changed = false;
            List<MeterSeries> plain = new ArrayList<>(meters.size());
            List<CalledSeries> functions = new ArrayList<>();
            for (MeterSeries each : meters.values()) {
                if (each instanceof CalledSeries function) {
                    functions.add(function);
                } else {
                    plain.add(each);
                }
            }
            own = plain.toArray(MeterSeries[]::new);
            called = functions.toArray(CalledSeries[]::new);
        }
    }

    /** Waits no longer than this for functions from now on. By any thread. */
    void hurry(Duration longest) {
        reader.hurry(longest.toNanos());
    }

    void close() {
        reader.close();
    }
}
