package dev.penstock.samples.shop;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** What lies on the shelves. They are filled up every few seconds. */
@Component
class Stock {

    private static final int FULL = 20;

    private final Logger log = LoggerFactory.getLogger(Stock.class);
    private final Map<String, AtomicInteger> shelves = new TreeMap<>();

    Stock(MeterRegistry registry) {
        for (String article : new String[] {"cup", "kettle", "teapot"}) {
            AtomicInteger shelf = new AtomicInteger();
            shelves.put(article, shelf);
            Gauge.builder("shop.stock", shelf, AtomicInteger::get)
                    .description("What lies on the shelves")
                    .tag("article", article)
                    .register(registry);
        }
    }

    boolean has(String article) {
        return shelves.containsKey(article);
    }

    /** Takes so many off the shelf; false, and takes none, when there are not so many. */
    boolean take(String article, int quantity) {
        AtomicInteger shelf = shelves.get(article);
        int before = shelf.getAndUpdate(left -> left >= quantity ? left - quantity : left);
        if (before < quantity) {
            log.warn("{} of {} wanted, {} left", quantity, article, before);
        }
        return before >= quantity;
    }

    @Scheduled(fixedDelay = 5, timeUnit = TimeUnit.SECONDS)
    void fillUp() {
        int added = 0;
        for (AtomicInteger shelf : shelves.values()) {
            added += FULL - shelf.getAndSet(FULL);
        }
        if (added > 0) {
            log.info("put {} articles on the shelves", added);
        }
    }
}
