package dev.penstock.samples.quickstart;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** A small shop that logs as shops do: several loggers, all levels, MDC, key-values, exceptions with causes. */
final class Shop {

    private static final int ORDERS = 40;

    private final Logger startup = LoggerFactory.getLogger("shop.ShopApplication");
    private final Logger orders = LoggerFactory.getLogger("shop.order.OrderService");
    private final Logger stock = LoggerFactory.getLogger("shop.stock.Warehouse");
    private final Logger payment = LoggerFactory.getLogger("shop.payment.PaymentGateway");
    private final Logger mail = LoggerFactory.getLogger("shop.mail.Mailer");

    private final Counter placed;
    private final Counter failed;
    private final DistributionSummary amounts;

    /** Always the same day. */
    private final Random chance = new Random(20);

    /** A shop that measures itself. */
    Shop(MeterRegistry registry) {
        placed = Counter.builder("shop.orders").description("Orders placed.").register(registry);
        failed = Counter.builder("shop.payments.failed")
                .description("Payments that no provider took.")
                .tag("provider", "eu-west-1")
                .register(registry);
        amounts = DistributionSummary.builder("shop.payment")
                .description("What customers paid.")
                .baseUnit("euros")
                .serviceLevelObjectives(20, 50, 100, 200)
                .register(registry);
    }

    /** Sells until the orders are served. */
    void openForBusiness() {
        startup.info("shop opens with {} articles in {} categories", 1280, 16);
        startup.debug("payment provider {} answers in test mode: {}", "eu-west-1", false);
        for (int i = 1; i <= ORDERS; i++) {
            serve(4700 + i);
        }
        startup.info("shop closes after {} orders — schönen Feierabend, 안녕히 가세요 👋", ORDERS);
    }

    private void serve(int order) {
        try (MDC.MDCCloseable customer = MDC.putCloseable("customer", "c-" + chance.nextInt(100));
                MDC.MDCCloseable trace = MDC.putCloseable("trace_id", Long.toHexString(chance.nextLong()))) {
            int items = 1 + chance.nextInt(5);
            placed.increment();
            orders.atInfo()
                    .addKeyValue("order", order)
                    .addKeyValue("items", items)
                    .log("order placed");
            stock.trace("looking for {} items on shelf {}", items, chance.nextInt(40));
            if (chance.nextInt(8) == 0) {
                stock.warn("article {} is running low: {} left", 1000 + chance.nextInt(280), chance.nextInt(3));
            }
            pay(order, 9.90 + 10 * chance.nextInt(20));
            mail.debug("confirmation of order {} queued", order);
        }
    }

    private void pay(int order, double amount) {
        try {
            charge(order);
            amounts.record(amount);
            payment.atInfo()
                    .addKeyValue("order", order)
                    .addKeyValue("amount", amount)
                    .log("payment accepted");
        } catch (IOException e) {
            failed.increment();
            payment.atError()
                    .addKeyValue("order", order)
                    .setCause(new IllegalStateException("order " + order + " is not paid", e))
                    .log("payment failed");
        }
    }

    private void charge(int order) throws IOException {
        if (chance.nextInt(10) == 0) {
            SocketTimeoutException slow = new SocketTimeoutException("no answer within 3000 ms");
            throw new IOException("provider eu-west-1 did not take order " + order, slow);
        }
    }
}
