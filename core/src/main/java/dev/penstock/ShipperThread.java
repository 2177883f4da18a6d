package dev.penstock;

import java.util.concurrent.locks.LockSupport;

/**
 * A daemon thread of a shipper's, recognisable so that what it logs is not shipped in turn. Whatever its work throws, it is
 * taken up again: a worker that dies would be a black hole.
 */
final class ShipperThread extends Thread {

    /** A pause after which memory may be there again. */
    private static final long AFTER_ERROR_NANOS = 10_000_000;

    private final Runnable work;
    private volatile boolean ended;

    ShipperThread(Runnable work, String name) {
        super(null, null, name, 0, false);
        this.work = work;
        setDaemon(true);
        // Not the starter's, which may be a web application's that is to be unloaded; not null, which snappy cannot
        // bear.
        setContextClassLoader(ShipperThread.class.getClassLoader());
    }

    @Override
    public void run() {
        while (!ended) {
            try {
                work.run();
                ended = true;
            } catch (Throwable e) {
                // The work has said what there is to say, if there was memory to say it.
                LockSupport.parkNanos(this, AFTER_ERROR_NANOS);
            }
        }
    }

    /** Whether its work came to its end. */
    boolean endedWell() {
        return ended;
    }

    /**
     * Waits for the end of the thread, also when the waiting thread is interrupted.
     *
     * @param deadline on {@link System#nanoTime}
     * @return whether the waiting thread was interrupted
     */
    boolean joinUntil(long deadline) {
        boolean interrupted = false;
        while (isAlive()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                break;
            }
            try {
                join(left / 1_000_000, (int) (left % 1_000_000));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted;
    }
}
