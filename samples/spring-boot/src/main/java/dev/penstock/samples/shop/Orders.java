package dev.penstock.samples.shop;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** The order book. */
@Service
class Orders {

    private static final int KEPT = 1000;

    private final Logger log = LoggerFactory.getLogger(Orders.class);
    private final ConcurrentSkipListMap<Long, Order> book = new ConcurrentSkipListMap<>();
    private final AtomicLong lastId = new AtomicLong();
    private final Stock stock;
    private final Payments payments;
    private final MeterRegistry registry;

    Orders(Stock stock, Payments payments, MeterRegistry registry) {
        this.stock = stock;
        this.payments = payments;
        this.registry = registry;
    }

    List<Order> all() {
        return List.copyOf(book.values());
    }

    /** Buys, unless there is not enough of it. */
    Optional<Order> buy(String article, int quantity) {
        if (!stock.take(article, quantity)) {
            return Optional.empty();
        }
        Order order = new Order(lastId.incrementAndGet(), article, quantity, false);
        book.put(order.id(), order);
        if (book.size() > KEPT) {
            book.pollFirstEntry();
        }
        Counter.builder("shop.orders")
                .description("Orders that were placed")
                .tag("article", article)
                .register(registry)
                .increment();
        log.atInfo()
                .addKeyValue("order", order.id())
                .addKeyValue("article", article)
                .log("order {} placed: {} of {}", order.id(), quantity, article);
        return Optional.of(order);
    }

    /**
     * Pays an order.
     *
     * @return the order; empty when there is none of this number
     * @throws PaymentFailedException when the bank does not take the money
     */
    Optional<Order> pay(long id) {
        Order order = book.get(id);
        if (order == null) {
            return Optional.empty();
        }
        log.info("order {} is being paid", id);
        payments.pay(order);
        log.info("order {} is paid", id);
        return Optional.ofNullable(book.computeIfPresent(id, (key, known) -> known.asPaid()));
    }

    /** How many of each article were bought. */
    Map<String, Integer> sold() {
        ConcurrentSkipListMap<String, Integer> sold = new ConcurrentSkipListMap<>();
        book.values().forEach(order -> sold.merge(order.article(), order.quantity(), Integer::sum));
        return sold;
    }
}
