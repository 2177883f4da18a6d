package dev.penstock.samples.shop;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** The counter: list, buy, pay (which fails now and then), and a report (which is slow). */
@RestController
@RequestMapping("/orders")
class OrderController {

    private final Logger log = LoggerFactory.getLogger(OrderController.class);
    private final Orders orders;
    private final Stock stock;

    OrderController(Orders orders, Stock stock) {
        this.orders = orders;
        this.stock = stock;
    }

    record Purchase(String article, int quantity) {}

    @GetMapping
    List<Order> list() {
        return orders.all();
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Order buy(@RequestBody Purchase purchase) {
        if (purchase.article() == null || !stock.has(purchase.article()) || purchase.quantity() < 1) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST, "article must be cup, kettle or teapot, quantity 1 or more");
        }
        return orders.buy(purchase.article(), purchase.quantity())
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.CONFLICT, "sold out"));
    }

    @PostMapping("/{id}/payment")
    Order pay(@PathVariable long id) {
        return orders.pay(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "no such order"));
    }

    @GetMapping("/report")
    Map<String, Integer> report() throws InterruptedException {
        long millis = ThreadLocalRandom.current().nextLong(300, 600);
        Thread.sleep(millis); // an abacus
        log.warn("the report took {} ms", millis);
        return orders.sold();
    }
}
