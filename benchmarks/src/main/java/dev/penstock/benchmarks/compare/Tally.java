package dev.penstock.benchmarks.compare;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts what arrived, by the numbers in the lines, and looks closely at some lines. Not thread-safe. */
final class Tally {

    /** Each such number is looked at closely; odd, so that all loggers and levels are met. */
    private static final int CHECKED_APART = 101;

    private final BitSet seen = new BitSet();
    private final int events;
    private final boolean labelled;
    private final Map<Long, Long> distinctByArrival = new LinkedHashMap<>();
    private long entries;
    private long warmUp;
    private long duplicates;
    private long unreadable;
    private long requests;
    private long bytes;
    private long checked;
    private long wrong;
    private long metadataAsLabel;
    private @Nullable String firstWrong;

    /** Expects numbers from 0 up to {@code events}, with labels and metadata or, in a file, without. */
    Tally(int events, boolean labelled) {
        this.events = events;
        this.labelled = labelled;
    }

    void request(int length) {
        requests++;
        bytes += length;
    }

    void line(ReceivedLine received, long arrived) {
        entries++;
        long seq = seq(received.line());
        if (seq == Long.MIN_VALUE || seq >= events) {
            unreadable++;
            return;
        }
        if (seq < 0) {
            warmUp++;
            return;
        }
        if (seen.get((int) seq)) {
            duplicates++;
        } else {
            seen.set((int) seq);
            distinctByArrival.merge(arrived, 1L, Long::sum);
        }
        if (seq % CHECKED_APART == 0) {
            check(seq, received);
        }
    }

    /** The number after {@code seq=}; {@link Long#MIN_VALUE} where there is none. */
    static long seq(String line) {
        int at = line.indexOf("seq=");
        if (at < 0) {
            return Long.MIN_VALUE;
        }
        at += 4;
        boolean negative = at < line.length() && line.charAt(at) == '-';
        long value = 0;
        int digits = 0;
        for (int i = negative ? at + 1 : at; i < line.length() && Character.isDigit(line.charAt(i)); i++) {
            value = value * 10 + (line.charAt(i) - '0');
            digits++;
        }
        return digits == 0 ? Long.MIN_VALUE : negative ? -value : value;
    }

    private void check(long seq, ReceivedLine received) {
        checked++;
        if (received.labels().containsKey(Workload.REQUEST_ID)) {
            metadataAsLabel++;
        }
        boolean right = received.line().contains(Workload.text(seq)) && (!labelled || isLabelled(seq, received));
        if (!right) {
            wrong++;
            if (firstWrong == null) {
                firstWrong = received.toString();
            }
        }
    }

    private static boolean isLabelled(long seq, ReceivedLine received) {
        String wanted = Workload.requestId(seq);
        return "shop".equals(received.labels().get("app"))
                && "bench-1".equals(received.labels().get("host"))
                && (Workload.isWarning(seq) ? "WARN" : "INFO")
                        .equals(received.labels().get("level"))
                && (wanted.equals(received.labels().get(Workload.REQUEST_ID))
                        || wanted.equals(received.metadata().get(Workload.REQUEST_ID)));
    }

    /** Milliseconds since the epoch by when that part of what arrived at all had arrived; 0 where nothing did. */
    long arrivedBy(double part) {
        long wanted = (long) Math.ceil(part * seen.cardinality());
        long sum = 0;
        for (Map.Entry<Long, Long> each : distinctByArrival.entrySet()) {
            sum += each.getValue();
            if (sum >= wanted) {
                return each.getKey();
            }
        }
        return 0;
    }

    /** All figures. */
    Map<String, String> figures() {
        Map<String, String> figures = new LinkedHashMap<>();
        figures.put("distinct", String.valueOf(seen.cardinality()));
        figures.put("lost", String.valueOf(events - seen.cardinality()));
        figures.put("duplicates", String.valueOf(duplicates));
        figures.put("entries", String.valueOf(entries));
        figures.put("warmup.entries", String.valueOf(warmUp));
        figures.put("unreadable", String.valueOf(unreadable));
        figures.put("requests", String.valueOf(requests));
        figures.put("wire.bytes", String.valueOf(bytes));
        figures.put("arrived.millis", String.valueOf(arrivedBy(0.999)));
        figures.put("checked", String.valueOf(checked));
        figures.put("wrong", String.valueOf(wrong));
        figures.put("metadata.as.label", String.valueOf(metadataAsLabel));
        figures.put("first.wrong", firstWrong == null ? "" : firstWrong.replace('\n', ' '));
        return figures;
    }
}
