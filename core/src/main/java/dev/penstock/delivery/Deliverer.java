package dev.penstock.delivery;

import dev.penstock.buffer.BatchBuffer;
import dev.penstock.transport.Outcome;
import dev.penstock.transport.Transport;
import java.io.IOException;

/** Delivers batches, each until it is acknowledged or given up: what the delivery thread runs. */
public final class Deliverer implements Runnable {

    private final DeliveryContext context;
    private final BatchBuffer buffer;
    private final Transport transport;
    private final Lines lines;
    private volatile boolean abandoned;
    private volatile boolean hurryWanted;
    private volatile boolean nudged;
    private boolean hurried;

    /** When the request in flight was begun; 0 when there is none. */
    private volatile long sentAt;

    /**
     * A deliverer.
     *
     * @param context what it works with
     * @param transport sends requests
     */
    public Deliverer(DeliveryContext context, Transport transport) {
        this.context = context;
        this.transport = transport;
        buffer = context.buffer();
        lines = new Lines(context);
    }

    /** Delivers until the buffer is closed and empty. Whatever goes wrong, it goes on. */
    @Override
    public void run() {
        while (!abandoned && !buffer.isExhausted()) {
            try {
                work();
            } catch (InterruptedException e) {
                // Nobody but abandon() ends this thread: an interrupt from elsewhere must not lose batches.
            } catch (Throwable e) {
                // Most likely no memory. The batch is still in the buffer and comes up again.
                sayBrokenOff(e);
            }
        }
        if (abandoned) {
            lines.abandon();
        }
    }

    private void work() throws InterruptedException {
        if (hurryWanted && !hurried) {
            hurried = true;
            lines.hurry();
        }
        if (nudged) {
            nudged = false;
            lines.nudge();
        }
        long changes = buffer.changes();
        Shipment shipment = lines.next();
        if (shipment != null) {
            ship(shipment);
            return;
        }
        long nanos = lines.nanosUntilReady();
        if (nanos > 0 && !abandoned && hurried == hurryWanted && !nudged && !buffer.isExhausted()) {
            buffer.await(changes, nanos);
        }
    }

    private void ship(Shipment shipment) {
        long start = System.nanoTime();
        sentAt = start;
        Outcome outcome = send(shipment);
        sentAt = 0;
        int status = outcome instanceof Outcome.Answered answer ? answer.status() : -1;
        context.metrics().request(shipment.tenant(), status, shipment.body().length, System.nanoTime() - start);
        if (!abandoned || outcome instanceof Outcome.Answered) {
            lines.answered(shipment, outcome);
        }
    }

    private Outcome send(Shipment shipment) {
        try {
            return transport.send(shipment.body(), shipment.tenant(), shipment.attempt());
        } catch (Throwable e) {
            return new Outcome.Failed(new IOException(e.getClass().getName(), e));
        }
    }

    private void sayBrokenOff(Throwable e) {
        try {
            context.diagnostics()
                    .trouble(
                            "deliverer",
                            "a delivery broke off and will be tried again: "
                                    + e.getClass().getName());
        } catch (Throwable another) {
            // No memory even for this. What matters is that the thread goes on.
            Thread.onSpinWait();
        }
    }

    /**
     * How long the request in flight has been without an answer.
     *
     * @return seconds, 0 when none is in flight
     */
    public long secondsUnanswered() {
        long begun = sentAt;
        return begun == 0 ? 0 : (System.nanoTime() - begun) / 1_000_000_000L;
    }

    /** Tries at once, whatever pause was meant to be: somebody waits for it. */
    public void nudge() {
        nudged = true;
        buffer.wake();
    }

    /** Tries at once, and from now on pauses for half a second at most: there is little time left to deliver. */
    public void hurry() {
        hurryWanted = true;
        buffer.wake();
    }

    /**
     * Ends delivery, the request in flight too. What waits in memory is dropped as {@code shutdown}, what is on disk stays
     * there.
     */
    public void abandon() {
        abandoned = true;
        transport.cancel();
        buffer.wake();
    }
}
