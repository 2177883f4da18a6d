package dev.penstock.benchmarks.compare;

/**
 * What every contestant logs: the event of a number is the same for all, so that the receiver can check what arrives.
 * Numbers below zero are the warm-up's.
 */
final class Workload {

    static final String MESSAGE = "seq={} order {} for customer {} processed in {} ms by {}";
    static final String WHERE = "payment-gateway-eu-west-1";
    static final String REQUEST_ID = "requestId";

    /** How many events in a row have the same {@link #requestId}. A power of two. */
    static final int EVENTS_PER_REQUEST = 256;

    /** One for each of the lowest three bits of a number. */
    private static final String[] LOGGERS = {
        "com.example.shop.web.OrderController",
        "com.example.shop.order.OrderService",
        "com.example.shop.order.OrderRepository",
        "com.example.shop.payment.PaymentGateway",
        "com.example.shop.payment.InvoiceService",
        "com.example.shop.stock.StockReservation",
        "com.example.shop.mail.ConfirmationMailer",
        "com.example.shop.audit.AuditTrail"
    };

    private Workload() {}

    static String[] loggers() {
        return LOGGERS.clone();
    }

    static int loggerOf(long seq) {
        return (int) seq & 7;
    }

    static boolean isWarning(long seq) {
        return (seq & 15) == 0;
    }

    static long order(long seq) {
        return seq * 7L;
    }

    static int customer(long seq) {
        return (int) seq & 1023;
    }

    static int millis(long seq) {
        return (int) seq & 4095;
    }

    /** The MDC's value. */
    static String requestId(long seq) {
        return "req-" + (seq / EVENTS_PER_REQUEST);
    }

    /** The text of the event, as it has to arrive. */
    static String text(long seq) {
        return "seq=" + seq + " order " + order(seq) + " for customer customer-" + customer(seq) + " processed in "
                + millis(seq) + " ms by " + WHERE;
    }
}
