package dev.penstock.spring.actuate;

import dev.penstock.check.CheckReport;
import dev.penstock.metrics.Measured;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * The actuator's endpoint {@code penstock}. Thread-safe.
 *
 * <p>Reading it tells of each shipper that runs where it ships to, how it is, what became of every record, how full its queue
 * and buffer are, its last success and failure, and which streams it has sent. Writing to it, or to {@code penstock/check},
 * checks the backends of all of them: a log line and a sample are really sent, and read back by query. Secrets are in neither.
 */
@Endpoint(id = "penstock")
public final class PenstockEndpoint {

    private static final String CHECK = "check";

    private final Supplier<? extends Collection<? extends Measured>> shippers;
    private final Supplier<List<CheckReport>> check;

    /** A check takes a minute where nothing answers: who asks meanwhile gets its answer, or requests would pile up. */
    private final AtomicReference<@Nullable FutureTask<List<CheckReport>>> running = new AtomicReference<>();

    PenstockEndpoint(Supplier<? extends Collection<? extends Measured>> shippers, Supplier<List<CheckReport>> check) {
        this.shippers = shippers;
        this.check = check;
    }

    /**
     * How shipping is.
     *
     * @return {@code shippers}, a list
     */
    @ReadOperation
    public Map<String, Object> shippers() {
        List<Map<String, Object>> reports = new ArrayList<>();
        for (Measured each : shippers.get()) {
            reports.add(ShipperReport.of(each.status()));
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("shippers", reports);
        return OperationResponseBody.of(answer);
    }

    /**
     * Checks the backends; takes as long as that takes. Whoever asks while a check runs gets the answer of that one.
     *
     * @return {@code passed}, {@code text} for people, and {@code backends} with their steps
     */
    @WriteOperation
    public Map<String, Object> check() {
        return OperationResponseBody.of(CheckAnswer.of(reports()));
    }

    private List<CheckReport> reports() {
        FutureTask<List<CheckReport>> mine = new FutureTask<>(check::get);
        FutureTask<List<CheckReport>> others = running.compareAndExchange(null, mine);
        if (others != null) {
            return reports(others);
        }
        try {
            mine.run();
        } finally {
            running.set(null);
        }
        return reports(mine);
    }

    private static List<CheckReport> reports(Future<List<CheckReport>> check) {
        try {
            return check.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a check ran", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the check failed: " + e.getCause(), e.getCause());
        }
    }

    /**
     * The same by its name.
     *
     * @param operation {@code check}
     * @return as {@link #check()}
     * @throws InvalidEndpointRequestException for any other name
     */
    @WriteOperation
    public Map<String, Object> operate(@Selector String operation) {
        if (!operation.equals(CHECK)) {
            throw new InvalidEndpointRequestException(
                    "no operation " + operation, "There is no such operation; expected " + CHECK);
        }
        return check();
    }
}
