package dev.penstock.micrometer;

import io.micrometer.core.instrument.Clock;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** A program that counts and ends, with or without closing its registry. */
public final class ShortJob {

    private ShortJob() {}

    /**
     * Runs.
     *
     * @param args the URL, and how to end: {@code close}, {@code return}, {@code exit} or {@code framework}, whose hook takes
     *     longer than others get, and counts on
     */
    public static void main(String[] args) {
        // A step so long that none ends by chance while it runs.
        Map<String, String> config = Map.of(
                "penstock.metrics.url",
                args[0],
                "penstock.metrics.job",
                "job",
                "penstock.metrics.instance",
                args[1],
                "penstock.metrics.step",
                "1h");
        RemoteWriteMeterRegistry registry = new RemoteWriteMeterRegistry(config::get, Clock.SYSTEM);
        registry.counter("rows").increment(42);
        switch (args[1]) {
            case "close" -> registry.close();
            case "exit" -> System.exit(3);
            case "framework" ->
                Runtime.getRuntime()
                        .addShutdownHook(new Thread(
                                () -> {
                                    LockSupport.parkNanos(2_000_000_000L);
                                    registry.counter("requests").increment(7);
                                    registry.close();
                                },
                                "SpringApplicationShutdownHook"));
            default -> {
                // The main thread returns.
            }
        }
    }
}
