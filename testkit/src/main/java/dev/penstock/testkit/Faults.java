package dev.penstock.testkit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The script of what goes wrong, which push requests (of logs, or of metrics: each have a script of their own) follow in
 * their order of arrival.
 *
 * <p>A request takes the first of: the next fault of the queue ({@link #next}), the first rule that fits it
 * ({@link #when}), the standing fault ({@link #always}), none. Queries and {@code /ready} are never disturbed. Thread-safe.
 */
public final class Faults {

    private final Deque<Fault> queue = new ArrayDeque<>();
    private final List<Rule> rules = new ArrayList<>();
    private @Nullable Fault standing;
    private long cleared;

    Faults() {}

    /** Lets the next push request fail. */
    public Faults next(Fault fault) {
        return next(1, fault);
    }

    /**
     * Lets the next {@code times} push requests fail, after those that are to fail already.
     *
     * @param times 1 or more
     */
    public synchronized Faults next(int times, Fault fault) {
        if (times < 1) {
            throw new IllegalArgumentException("times must be >= 1, is " + times);
        }
        Objects.requireNonNull(fault, "fault");
        for (int i = 0; i < times; i++) {
            queue.add(fault);
        }
        return this;
    }

    /** Lets every push request fail that the queue leaves alone, until {@link #clear()}. */
    public synchronized Faults always(Fault fault) {
        standing = Objects.requireNonNull(fault, "fault");
        return this;
    }

    /**
     * Lets every push request fail that fits, until {@link #clear()}.
     *
     * @param which sees tenant, path and headers; body size, status and answer are not known yet
     */
    public synchronized Faults when(Predicate<ReceivedRequest> which, Fault fault) {
        rules.add(new Rule(Objects.requireNonNull(which, "which"), Objects.requireNonNull(fault, "fault")));
        return this;
    }

    /** How many faults of the queue have not been taken yet. */
    public synchronized int pending() {
        return queue.size();
    }

    /** Lets everything go well again: forgets the script, ends delays and cuts the requests that are held. */
    public synchronized void clear() {
        queue.clear();
        rules.clear();
        standing = null;
        cleared++;
        notifyAll();
    }

    /** The fault that the request is subject to; a fault of the queue is used up by it. */
    synchronized Taken take(ReceivedRequest request) {
        Fault fault = queue.poll();
        if (fault == null) {
            fault = rules.stream()
                    .filter(rule -> rule.which().test(request))
                    .map(Rule::fault)
                    .findFirst()
                    .orElse(standing);
        }
        return new Taken(fault, cleared);
    }

    /** Waits until the script that a request was subject to is cleared. */
    synchronized void hold(Taken taken, @Nullable Duration most) throws InterruptedException {
        long deadline = most == null ? 0 : System.nanoTime() + most.toNanos();
        while (taken.cleared() == cleared) {
            if (most == null) {
                wait();
            } else {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return;
                }
                wait(left / 1_000_000, (int) (left % 1_000_000));
            }
        }
    }

    /** What a request has to bear, and under which script. */
    record Taken(@Nullable Fault fault, long cleared) {}

    private record Rule(Predicate<ReceivedRequest> which, Fault fault) {}
}
