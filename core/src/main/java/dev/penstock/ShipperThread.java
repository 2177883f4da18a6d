package dev.penstock;

/** A daemon thread of a shipper's, recognisable so that what it logs is not shipped in turn. */
final class ShipperThread extends Thread {

    ShipperThread(Runnable work, String name) {
        super(null, work, name, 0, false);
        setDaemon(true);
        // Not the starter's, which may be a web application's that is to be unloaded; not null, which snappy cannot
        // bear.
        setContextClassLoader(ShipperThread.class.getClassLoader());
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
