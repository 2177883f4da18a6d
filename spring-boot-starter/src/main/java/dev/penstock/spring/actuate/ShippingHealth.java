package dev.penstock.spring.actuate;

import dev.penstock.RunningShippers;
import dev.penstock.health.Health;
import dev.penstock.metrics.Measured;
import dev.penstock.metrics.ShipperStatus;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** How shipping is, in the words of Spring's health: the worst of all shippers that run. Thread-safe. */
final class ShippingHealth {

    /** Between UP and OUT_OF_SERVICE: something is late or lost, and the application works all the same. */
    static final String DEGRADED = "DEGRADED";

    /**
     * The statuses from worst to best: Boot's own, and ours among them. Boot leaves a status that it does not know out of
     * account.
     */
    static final List<String> ORDER = List.of("DOWN", "OUT_OF_SERVICE", DEGRADED, "UP", "UNKNOWN");

    private static final String UNKNOWN = "UNKNOWN";

    private final Supplier<? extends Collection<? extends Measured>> shippers;
    private final boolean degradedIsDown;

    /**
     * A status and what led to it.
     *
     * @param status a code of Spring's, or {@link #DEGRADED}
     * @param details for a person; without secrets
     */
    record Verdict(String status, Map<String, Object> details) {}

    ShippingHealth(Supplier<? extends Collection<? extends Measured>> shippers, boolean degradedIsDown) {
        this.shippers = shippers;
        this.degradedIsDown = degradedIsDown;
    }

    /** Of all shippers of this JVM. */
    static ShippingHealth ofRunning(boolean degradedIsDown) {
        return new ShippingHealth(RunningShippers::all, degradedIsDown);
    }

    Verdict verdict() {
        List<ShipperStatus> all = shippers.get().stream().map(Measured::status).toList();
        Map<String, Object> details = new LinkedHashMap<>();
        if (all.isEmpty()) {
            details.put(
                    "reason",
                    "nothing is shipped: neither penstock.loki.url nor penstock.remote-write.url is in effect");
            return new Verdict(UNKNOWN, details);
        }
        Health worst = Health.UP;
        Map<String, Object> each = new LinkedHashMap<>();
        for (ShipperStatus shipper : all) {
            if (shipper.health().status().compareTo(worst.status()) > 0) {
                worst = shipper.health();
            }
            each.put(nameIn(each, shipper), details(shipper));
        }
        if (!worst.reason().isEmpty()) {
            details.put("reason", worst.reason());
        }
        details.put("shippers", each);
        return new Verdict(code(worst), details);
    }

    private String code(Health health) {
        return switch (health.status()) {
            case UP -> "UP";
            case DEGRADED -> degradedIsDown ? "DOWN" : DEGRADED;
            case DOWN -> "DOWN";
        };
    }

    /** Two may have one name, such as the appenders of two contexts. */
    private static String nameIn(Map<String, Object> taken, ShipperStatus shipper) {
        String name = shipper.name();
        for (int i = 2; taken.containsKey(name); i++) {
            name = shipper.name() + " (" + i + ")";
        }
        return name;
    }

    private static Map<String, Object> details(ShipperStatus shipper) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("status", shipper.health().status().name());
        if (!shipper.health().reason().isEmpty()) {
            details.put("reason", shipper.health().reason());
        }
        details.put("kind", ShipperReport.word(shipper.kind()));
        details.put("url", shipper.url());
        details.put("accepted", shipper.stats().accepted());
        details.put("delivered", shipper.stats().delivered());
        details.put("dropped", shipper.stats().dropped());
        details.put("pending", shipper.stats().pending());
        return details;
    }
}
