package dev.penstock.spring.actuate;

import dev.penstock.health.Health;
import dev.penstock.ledger.Account;
import dev.penstock.ledger.Stats;
import dev.penstock.metrics.Measured;
import dev.penstock.metrics.SelfMetrics;
import dev.penstock.metrics.ShipperStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A shipper of logs that has a name, a health and some traces of a past. */
record FakeShipper(String name, Health health) implements Measured {

    @Override
    public ShipperStatus status() {
        return new ShipperStatus(
                name,
                ShipperStatus.Kind.LOGS,
                "http://loki:3100/loki/api/v1/push",
                "",
                health,
                Stats.NONE,
                droppedByStages(),
                1,
                8192,
                100,
                1000,
                0,
                new ShipperStatus.LastFailure(
                        Instant.parse("2026-01-02T03:04:05Z"), "429 too many", "raise the limit", 429),
                Instant.parse("2026-01-02T03:04:06Z"),
                List.of(new ShipperStatus.StreamCount("{app=\"shop\"}", 12)),
                1,
                3);
    }

    @Override
    public String host() {
        return "loki:3100";
    }

    @Override
    public List<Account> accounts() {
        return List.of();
    }

    @Override
    public Stats stats() {
        return Stats.NONE;
    }

    @Override
    public Map<String, Long> droppedByStages() {
        return Map.of("noise", 4L);
    }

    @Override
    public long bufferedBytes() {
        return 100;
    }

    @Override
    public AutoCloseable measure(SelfMetrics metrics) {
        return () -> {};
    }
}
