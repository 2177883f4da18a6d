package dev.penstock;

import dev.penstock.ledger.Account;
import dev.penstock.ledger.Stats;
import dev.penstock.metrics.Measured;
import dev.penstock.metrics.SelfMetrics;
import java.util.List;
import java.util.function.Supplier;

/** A shipper that runs, whatever it ships. Thread-safe. */
abstract class Running implements Measured {

    /** A flush that was begun. */
    interface Flush {

        /** Waits for its end; the deadline is on {@link System#nanoTime}. */
        boolean await(long deadline);
    }

    abstract Outlet outlet();

    /** Begins to deliver all that was accepted before the call. */
    abstract Flush beginFlush();

    /** Ships what is left at the end of the JVM. */
    abstract void flushAtExit();

    /**
     * What became of everything so far.
     *
     * @return an immutable snapshot
     */
    @Override
    public Stats stats() {
        return outlet().ledger().snapshot();
    }

    /**
     * The ledger itself, for whoever wants to ask it after the shipper is closed and gone.
     *
     * @return what {@link #stats()} asks
     */
    public Supplier<Stats> ledger() {
        return outlet().ledger()::snapshot;
    }

    /**
     * Bytes held in memory now, out of {@code buffer_size}.
     *
     * @return 0 when nothing is pending
     */
    @Override
    public long bufferedBytes() {
        return outlet().budget().used();
    }

    @Override
    public String name() {
        return outlet().name();
    }

    @Override
    public String host() {
        return outlet().settings().host();
    }

    @Override
    public List<Account> accounts() {
        return outlet().ledger().accounts();
    }

    @Override
    public AutoCloseable measure(SelfMetrics listener) {
        return outlet().metrics().add(listener);
    }
}
