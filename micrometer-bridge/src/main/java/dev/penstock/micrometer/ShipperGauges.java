package dev.penstock.micrometer;

import dev.penstock.health.Health;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToDoubleFunction;

/** How the running shippers of one name are that ship to one host; mostly that is one. Thread-safe. */
final class ShipperGauges {

    private static final CountersByWord.Description DEMOTIONS = new CountersByWord.Description(
            "penstock.label.demotions",
            "label",
            "",
            "Entries with this label sent as structured metadata, because it has too many values.");

    private final MeterRegistry registry;
    private final Tags tags;
    private final List<ShipperWatch> watches = new CopyOnWriteArrayList<>();
    private final List<Meter> meters = new ArrayList<>();
    private final CountersByWord demotions;

    ShipperGauges(MeterRegistry registry, String host, String name) {
        this.registry = registry;
        tags = Tags.of("host", host, "name", name);
        demotions = new CountersByWord(
                registry, DEMOTIONS, tags, each -> each.stats().demotedLabels());
    }

    void register() {
        gauge("penstock.pending.entries", "entries", "Entries on their way.", ShipperGauges::pending);
        gauge("penstock.ondisk.entries", "entries", "Pending entries that are on disk.", ShipperGauges::onDisk);
        gauge("penstock.buffer.bytes", "bytes", "Bytes held in memory.", ShipperGauges::bufferedBytes);
        gauge("penstock.health", "", "1 is UP, 0.5 DEGRADED, 0 DOWN.", ShipperGauges::health);
    }

    private void gauge(String name, String unit, String description, ToDoubleFunction<ShipperGauges> value) {
        Gauge.Builder<ShipperGauges> builder =
                Gauge.builder(name, this, value).description(description).tags(tags);
        meters.add((unit.isEmpty() ? builder : builder.baseUnit(unit)).register(registry));
    }

    void unregister() {
        meters.forEach(registry::remove);
        demotions.unregister();
    }

    void add(ShipperWatch watch) {
        watches.add(watch);
        demotions.add(watch.shipper());
    }

    void remove(ShipperWatch watch) {
        watches.remove(watch);
        demotions.fold(watch.shipper());
    }

    boolean isEmpty() {
        return watches.isEmpty();
    }

    private double pending() {
        double sum = 0;
        for (ShipperWatch each : watches) {
            each.discover();
            demotions.discover(each.shipper());
            sum += each.shipper().stats().pending();
        }
        return sum;
    }

    private double onDisk() {
        double sum = 0;
        for (ShipperWatch each : watches) {
            sum += each.shipper().stats().onDisk();
        }
        return sum;
    }

    private double bufferedBytes() {
        double sum = 0;
        for (ShipperWatch each : watches) {
            sum += each.shipper().bufferedBytes();
        }
        return sum;
    }

    /** The worst of all; not a number when none runs, which no alert takes for ill. */
    private double health() {
        double worst = Double.NaN;
        for (ShipperWatch each : watches) {
            double status = number(each.shipper().health().status());
            worst = worst < status ? worst : status;
        }
        return worst;
    }

    static double number(Health.Status status) {
        return switch (status) {
            case UP -> 1;
            case DEGRADED -> 0.5;
            case DOWN -> 0;
        };
    }
}
