package dev.penstock.benchmarks.compare;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * What the process has used over time, so that its use up to a moment that is only known later can be told. Samples are
 * 20 ms apart and make no garbage on JDK 21 and newer.
 */
final class ResourceSampler {

    private static final long INTERVAL_NANOS = 20_000_000;

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final long cpuBefore = system.getProcessCpuTime();
    private final long bytesBefore = Allocation.ofTheProcess();
    private long[] millis = new long[50 * 60];
    private long[] cpu = new long[50 * 60];
    private long[] bytes = new long[50 * 60];
    private int count;

    /** Samples until the process ends. */
    void start() {
        Thread thread = new Thread(
                () -> {
                    while (true) {
                        sample();
                        LockSupport.parkNanos(INTERVAL_NANOS);
                    }
                },
                "sampler");
        thread.setDaemon(true);
        thread.start();
    }

    private synchronized void sample() {
        if (count == millis.length) {
            millis = Arrays.copyOf(millis, count * 2);
            cpu = Arrays.copyOf(cpu, count * 2);
            bytes = Arrays.copyOf(bytes, count * 2);
        }
        millis[count] = System.currentTimeMillis();
        cpu[count] = system.getProcessCpuTime();
        bytes[count++] = Allocation.ofTheProcess();
    }

    /** Processor time from the start until a moment, in nanoseconds. */
    synchronized long cpuUntil(long epochMillis) {
        return cpu[at(epochMillis)] - cpuBefore;
    }

    /** Bytes allocated from the start until a moment. */
    synchronized long bytesUntil(long epochMillis) {
        return bytes[at(epochMillis)] - bytesBefore;
    }

    private int at(long epochMillis) {
        int found = Arrays.binarySearch(millis, 0, count, epochMillis);
        return Math.min(count - 1, found >= 0 ? found : -found - 1);
    }
}
