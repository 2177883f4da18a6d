package dev.penstock.spring.actuate;

import dev.penstock.ledger.Stats;
import dev.penstock.metrics.ShipperStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A shipper in the endpoint's answer. Maps of text and numbers: whichever JSON library writes them, and in whatever way the
 * application has set it up, they look the same.
 */
final class ShipperReport {

    private ShipperReport() {}

    static Map<String, Object> of(ShipperStatus shipper) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("name", shipper.name());
        report.put("kind", word(shipper.kind()));
        report.put("url", shipper.url());
        report.put("tenant", shipper.tenant());
        report.put("status", shipper.health().status().name());
        report.put("reason", shipper.health().reason());
        report.put("ledger", ledger(shipper.stats()));
        report.put("sentBytes", shipper.stats().sentBytes());
        report.put("retries", shipper.stats().retries());
        report.put("buffer", buffer(shipper));
        if (shipper.lastSuccess() != null) {
            report.put("lastSuccess", shipper.lastSuccess().toString());
        }
        if (shipper.lastFailure() != null) {
            report.put("lastFailure", failure(shipper.lastFailure()));
        }
        if (shipper.kind() == ShipperStatus.Kind.LOGS) {
            report.put("droppedByStages", shipper.droppedByStages());
            report.put("truncatedLines", shipper.stats().truncatedLines());
            report.put("demotedLabels", shipper.stats().demotedLabels());
            report.put("queue", fill(shipper.queuedRecords(), "records", shipper.queueCapacity()));
            report.put("streams", streams(shipper));
        }
        return report;
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, Object> ledger(Stats stats) {
        Map<String, Object> dropped = new LinkedHashMap<>();
        stats.droppedByReason().forEach((reason, count) -> dropped.put(reason.label(), count));
        Map<String, Object> ledger = new LinkedHashMap<>();
        ledger.put("accepted", stats.accepted());
        ledger.put("delivered", stats.delivered());
        ledger.put("pending", stats.pending());
        ledger.put("dropped", dropped);
        return ledger;
    }

    private static Map<String, Object> buffer(ShipperStatus shipper) {
        Map<String, Object> buffer = fill(shipper.bufferedBytes(), "bytes", shipper.bufferLimit());
        buffer.put("onDiskRecords", shipper.stats().onDisk());
        buffer.put("onDiskBytes", shipper.onDiskBytes());
        return buffer;
    }

    private static Map<String, Object> fill(long used, String unit, long limit) {
        Map<String, Object> fill = new LinkedHashMap<>();
        fill.put(unit, used);
        fill.put("limit", limit);
        return fill;
    }

    private static Map<String, Object> failure(ShipperStatus.LastFailure last) {
        Map<String, Object> failure = new LinkedHashMap<>();
        failure.put("at", last.at().toString());
        failure.put("message", last.message());
        failure.put("remedy", last.remedy());
        if (last.status() != null) {
            failure.put("status", last.status());
        }
        return failure;
    }

    private static Map<String, Object> streams(ShipperStatus shipper) {
        List<Map<String, Object>> largest = new ArrayList<>();
        for (ShipperStatus.StreamCount each : shipper.streams()) {
            Map<String, Object> stream = new LinkedHashMap<>();
            stream.put("labels", each.labels());
            stream.put("records", each.records());
            largest.add(stream);
        }
        Map<String, Object> streams = new LinkedHashMap<>();
        streams.put("seen", shipper.streamsSeen());
        streams.put("largest", largest);
        streams.put("otherRecords", shipper.otherRecords());
        return streams;
    }
}
