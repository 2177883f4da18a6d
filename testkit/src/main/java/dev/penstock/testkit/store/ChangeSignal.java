package dev.penstock.testkit.store;

/** Counts changes, and wakes those who wait for one. Thread-safe. */
final class ChangeSignal {

    private long version;

    synchronized void changed() {
        version++;
        notifyAll();
    }

    /** A number that is another after each change. */
    synchronized long version() {
        return version;
    }

    /** Waits until the version is another than {@code seen}, or the time is over. */
    synchronized void awaitChange(long seen, long nanos) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        while (version == seen) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return;
            }
            wait(left / 1_000_000, (int) (left % 1_000_000));
        }
    }
}
