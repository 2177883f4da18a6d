package dev.penstock.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One contestant's JVM. Its class path has one logging framework and one appender; this package's other half must not be
 * needed here.
 *
 * <p>Arguments: {@code api=… threads=… events=… rate=… warmup=…}; {@code rate=0} is as fast as it goes.
 */
public final class ContestantMain {

    /** Under load the timer's own cost counts, so only some calls are timed; a prime, to meet each logger and level. */
    private static final int TIMED_CALLS_APART = 7;

    private static final int WARM_UP_PER_SECOND = 50_000;

    private final LoggingApi api;
    private final int threads;
    private final int events;
    private final long rate;
    private final int warmUp;
    private final Lines parent = new Lines();

    private ContestantMain(Map<String, String> arguments) {
        api = LoggingApi.named(arguments.getOrDefault("api", ""));
        threads = number(arguments, "threads");
        events = number(arguments, "events");
        rate = number(arguments, "rate");
        warmUp = number(arguments, "warmup");
    }

    /**
     * Runs once.
     *
     * @param args see above
     * @throws Exception when it cannot
     */
    public static void main(String[] args) throws Exception {
        try {
            new ContestantMain(Stream.of(args)
                            .map(each -> each.split("=", 2))
                            .collect(Collectors.toMap(each -> each[0], each -> each[1])))
                    .run();
            Runtime.getRuntime().halt(0);
        } catch (Throwable e) {
            e.printStackTrace();
            System.err.flush();
            Runtime.getRuntime().halt(1);
        }
    }

    private static int number(Map<String, String> arguments, String name) {
        return Integer.parseInt(arguments.getOrDefault(name, ""));
    }

    private void run() throws InterruptedException {
        log(-warmUp, 0, new Pace(WARM_UP_PER_SECOND), Integer.MAX_VALUE, new Latencies(0));
        Lines.say("warm");
        parent.expect("go");

        ResourceSampler resources = new ResourceSampler();
        resources.start();
        List<Caller> callers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            callers.add(new Caller(i));
        }
        long start = System.nanoTime();
        long startMillis = System.currentTimeMillis();
        for (Caller each : callers) {
            each.start();
        }
        for (Caller each : callers) {
            each.join();
        }
        long elapsed = System.nanoTime() - start;
        long loggedMillis = System.currentTimeMillis();
        Lines.say("logged");

        parent.expect("stop");
        long stopping = System.nanoTime();
        api.stop();
        long stopped = System.nanoTime() - stopping;
        api.statuses().forEach(status -> System.out.println("status: " + status));
        Lines.say("stopped");

        // The moment when all was delivered is known to the receiver only.
        long end = Math.max(loggedMillis, Long.parseLong(parent.next()));
        Latencies all = new Latencies(0);
        long bytes = 0;
        for (Caller each : callers) {
            all.addAll(each.latencies);
            bytes += each.bytes;
        }
        long[] sorted = all.sorted();
        figure("p50.ns", Latencies.percentile(sorted, 0.5));
        figure("p99.ns", Latencies.percentile(sorted, 0.99));
        figure("p99.9.ns", Latencies.percentile(sorted, 0.999));
        figure("max.ns", Latencies.percentile(sorted, 1));
        figure("caller.bytes", (double) bytes / events);
        figure("process.bytes", (double) resources.bytesUntil(end) / events);
        figure("cpu.us", resources.cpuUntil(end) / 1000.0 / events);
        figure("offered.per.s", events * 1e9 / elapsed);
        figure("stop.ms", stopped / 1e6);
        figure("start.millis", startMillis);
        figure("end.millis", end);
        Lines.say("done");
    }

    private static void figure(String name, double value) {
        Lines.say("figure " + name + " " + value);
    }

    private void log(long from, long to, Pace pace, int timedApart, Latencies latencies) {
        int untilTimed = timedApart;
        for (long seq = from; seq < to; seq++) {
            if (seq == from || seq % Workload.EVENTS_PER_REQUEST == 0) {
                api.requestId(Workload.requestId(seq));
            }
            pace.await();
            if (--untilTimed == 0) {
                untilTimed = timedApart;
                long before = System.nanoTime();
                api.log(seq);
                latencies.add(System.nanoTime() - before);
            } else {
                api.log(seq);
            }
        }
    }

    /** A thread of the application; each logs a range of its own. */
    private final class Caller extends Thread {

        private final long from;
        private final long to;
        private final int timedApart = rate == 0 ? TIMED_CALLS_APART : 1;
        private final Latencies latencies;
        private long bytes;

        Caller(int index) {
            super("caller-" + index);
            from = (long) events * index / threads;
            to = (long) events * (index + 1) / threads;
            latencies = new Latencies((int) ((to - from) / timedApart + 1));
        }

        @Override
        public void run() {
            Pace pace = new Pace(rate / threads);
            long before = Allocation.ofThisThread();
            log(from, to, pace, timedApart, latencies);
            bytes = Allocation.ofThisThread() - before;
        }
    }
}
