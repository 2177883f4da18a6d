package dev.penstock;

import java.time.Duration;

/**
 * Short-lived work, such as a batch job, a command or a function that is frozen between requests: at its end everything is
 * sent, also when it ends with an exception. For all shippers and appenders of this JVM.
 *
 * <pre>{@code
 * try (JobScope job = JobScope.open()) {
 *     work();
 * }
 * }</pre>
 */
public final class JobScope implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Duration timeout;

    private JobScope(Duration timeout) {
        this.timeout = timeout;
    }

    /**
     * A job whose end waits for at most five seconds until everything is sent.
     *
     * @return to be closed at the end of the job
     */
    public static JobScope open() {
        return open(TIMEOUT);
    }

    /**
     * A job whose end waits until everything is sent.
     *
     * @param timeout the longest time to wait
     * @return to be closed at the end of the job
     */
    public static JobScope open(Duration timeout) {
        return new JobScope(timeout);
    }

    /** Sends everything. Never throws; what could not be sent in time stays where it is, and is sent later if it can. */
    @Override
    public void close() {
        boolean unused = RunningShippers.flush(timeout);
    }
}
