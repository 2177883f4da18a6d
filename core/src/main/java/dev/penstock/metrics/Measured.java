package dev.penstock.metrics;

import dev.penstock.health.Health;
import dev.penstock.ledger.Account;
import dev.penstock.ledger.Stats;
import java.util.List;
import java.util.Map;

/** A running shipper, as metrics see it. Thread-safe. */
public interface Measured {

    /**
     * The shipper's name.
     *
     * @return such as the appender's name
     */
    String name();

    /**
     * Where it ships to.
     *
     * @return host and port of the URL
     */
    String host();

    /**
     * What is counted for each tenant; the configured tenant's account is there from the start.
     *
     * @return one account or more
     */
    List<Account> accounts();

    /**
     * What became of every record so far.
     *
     * @return an immutable snapshot
     */
    Stats stats();

    /**
     * Records that stages of its pipeline dropped, by the stages' own reasons.
     *
     * @return a new map; a reason is in it once it has been counted, and stays
     */
    Map<String, Long> droppedByStages();

    /**
     * Bytes held in memory now.
     *
     * @return 0 when nothing is pending
     */
    long bufferedBytes();

    /**
     * How it is.
     *
     * @return UP, DEGRADED or DOWN, with a reason
     */
    Health health();

    /**
     * How it is, with all that a person who looks for a mistake wants to know.
     *
     * @return an immutable snapshot
     */
    ShipperStatus status();

    /**
     * Has requests measured from now on, beside whoever measures them already.
     *
     * @param metrics hears of them; what it throws is said once and goes no further
     * @return ends it
     */
    AutoCloseable measure(SelfMetrics metrics);
}
