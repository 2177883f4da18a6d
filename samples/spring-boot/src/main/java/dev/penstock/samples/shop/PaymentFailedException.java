package dev.penstock.samples.shop;

/** The bank did not take the money. */
class PaymentFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    PaymentFailedException(Order order, Throwable cause) {
        super("payment of order " + order.id() + " failed", cause);
    }
}
