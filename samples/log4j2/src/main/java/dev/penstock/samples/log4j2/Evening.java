package dev.penstock.samples.log4j2;

import org.apache.logging.log4j.CloseableThreadContext;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.MarkerManager;
import org.apache.logging.log4j.message.StringMapMessage;

/** Logs in each of Log4j's ways: with parameters, thread context, marker, fields, and an exception. */
final class Evening {

    private static final Marker MONEY = MarkerManager.getMarker("MONEY");

    private static final int SEATS = 12;

    private final Logger office = LogManager.getLogger("tickets.Office");
    private final Logger till = LogManager.getLogger("tickets.Till");

    void sell() {
        office.info("the box office opens, {} seats are left", SEATS);
        for (int seat = 1; seat <= SEATS; seat++) {
            try (CloseableThreadContext.Instance ignored = CloseableThreadContext.put("customer", "c-" + 100 * seat)) {
                office.debug("seat {} is held", seat);
                till.info(
                        MONEY,
                        new StringMapMessage()
                                .with("event", "sold")
                                .with("seat", seat)
                                .with("price", 18));
            }
        }
        office.warn("sold out");
        try {
            print();
        } catch (IllegalStateException e) {
            office.error("the last ticket could not be printed", e);
        }
    }

    private static void print() {
        throw new IllegalStateException("out of paper");
    }
}
