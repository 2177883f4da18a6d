package dev.penstock.samples.shop;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/** The bank, which hangs up on every third payment. */
@Component
class Payments {

    private static final int UNLUCKY = 3;

    private final AtomicInteger calls = new AtomicInteger();
    private final MeterRegistry registry;

    Payments(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Pays, or throws. */
    void pay(Order order) {
        Timer.Sample sample = Timer.start(registry);
        String outcome = "failed";
        try {
            callBank(order);
            outcome = "paid";
        } catch (SocketTimeoutException e) {
            throw new PaymentFailedException(order, e);
        } finally {
            sample.stop(Timer.builder("shop.payment")
                    .description("How long the bank takes")
                    .tag("outcome", outcome)
                    .register(registry));
        }
    }

    private void callBank(Order order) throws SocketTimeoutException {
        if (calls.incrementAndGet() % UNLUCKY == 0) {
            throw new SocketTimeoutException("the bank did not answer for " + order.article());
        }
    }
}
