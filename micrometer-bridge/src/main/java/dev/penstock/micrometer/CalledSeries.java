package dev.penstock.micrometer;

import dev.penstock.remotewrite.SeriesTable;
import org.jspecify.annotations.Nullable;

/**
 * The series of a meter whose value is a function of the application's, which may fail, or not return.
 *
 * <p>The reading thread calls the function and keeps the value here; the publishing thread sends it afterwards. A call
 * that takes too long is left behind with its thread: until it has returned, the meter is set aside and only that thread
 * touches what is kept. {@link FunctionReader} sees to that.
 */
abstract class CalledSeries extends MeterSeries {

    // Of the reading thread; the publishing thread reads them after it has seen that the call is over.
    private long readIn;
    private @Nullable Throwable failure;

    // Of the publishing thread.
    private long leftIn;
    private boolean saidFailure;
    private boolean saidBlocked;

    private volatile boolean aside;

    CalledSeries(MeterNames names) {
        super(names);
    }

    /** Calls the function and keeps what it returns. */
    abstract void call() throws Throwable;

    /** Keeps what stands for a value that there is not. */
    abstract void fail();

    /** Sends what is kept. */
    abstract void sendKept(SeriesTable table);

    /** Calls the function; whatever it throws is kept as well. */
    final void read(long publish) {
        Throwable thrown = null;
        try {
            call();
        } catch (Throwable e) {
            thrown = e;
            fail();
        }
        failure = thrown;
        readIn = publish;
    }

    final boolean isAside() {
        return aside;
    }

    /**
     * Whether its last call returned, be it late; one that was never called may not. By the reading thread, if it is not
     * aside.
     */
    final boolean isKnownToReturn() {
        return readIn > 0 && readIn >= leftIn;
    }

    /** By the publishing thread, before it leaves the call behind. */
    final void setAside(long publish) {
        leftIn = publish;
        aside = true;
    }

    /** By the publishing thread: the call returned at the last moment. */
    final void notAside() {
        leftIn = 0;
        aside = false;
    }

    /** By the thread that was left behind, when its call has returned. */
    final void returned() {
        aside = false;
    }

    /** Sends the value if it was read in this publish. */
    final void send(SeriesTable table, long publish) {
        if (leftIn == publish) {
            if (!saidBlocked) {
                saidBlocked = true;
                table.trouble(
                        "blocked " + id().getName(),
                        "the function of " + id() + " does not return; it is left out until it does");
            }
            return;
        }
        if (readIn != publish) {
            return;
        }
        saidBlocked = false;
        Throwable thrown = failure;
        if (thrown != null && !saidFailure) {
            table.trouble(
                    "failed " + id().getName(),
                    "the function of " + id() + " failed and counts as not a number: " + thrown);
        }
        saidFailure = thrown != null;
        sendKept(table);
    }

    @Override
    final void send(SeriesTable table) {
        throw new UnsupportedOperationException("a function has to be read first");
    }
}
