package dev.penstock.spring.logging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where the events of the root logger go: into the appender that ships them, into a small store as long as it is not known
 * where to, or nowhere.
 *
 * <p>It outlives what logging systems do to appenders: they stop them whenever they are configured anew, and a shipper that
 * is stopped waits for its backend. Here it goes on, and is used again if it is still right.
 *
 * <p>Thread-safe. Events that come while it opens an appender wait for that; it takes milliseconds and asks no network.
 *
 * @param <E> the framework's event
 */
final class Relay<E> {

    /** How many events are kept as long as it is not known where to: more than any start-up logs at INFO. */
    static final int HELD = 2_000;

    /** How long an appender that is replaced may deliver what it holds, before it is stopped and waits its own time. */
    private static final Duration RETIREMENT = Duration.ofSeconds(5);

    /** How long a start waits for an appender whose directory it wants. */
    private static final long HANDOVER_MILLIS = 250;

    /** What ships. */
    interface Outlet<E> {

        /** Takes an event; never fails, never waits. */
        void append(E event);

        /** Delivers what it has; false when that took too long. */
        boolean flush(Duration timeout);

        /** Stops, with its own time to deliver what it has. */
        void close();

        /** Why it does not ship; empty when it does. */
        String problem();
    }

    private enum State {
        OFF,
        HOLDING,
        SHIPPING,
        /** Closed because no application runs any more; opened again by the next event. */
        ASLEEP
    }

    private final Supplier<Outlet<E>> opener;
    private final List<E> held = new ArrayList<>();
    private State state = State.OFF;
    private @Nullable Object plan;
    private int leftOut;

    /** An appender is being closed whose directory the next one wants. */
    private boolean makingRoom;

    /** Not null as long as it ships. */
    private volatile @Nullable Outlet<E> outlet;

    /** So that an event costs no lock when nothing is shipped. */
    private volatile boolean off = true;

    /** @param opener makes a started appender by the defaults in use */
    Relay(Supplier<Outlet<E>> opener) {
        this.opener = opener;
    }

    /** Takes an event; {@code keep} makes it one that can be kept. */
    void append(E event, UnaryOperator<E> keep) {
        Outlet<E> target = outlet;
        if (target != null) {
            target.append(event);
        } else if (!off) {
            appendSlowly(event, keep);
        }
    }

    private void appendSlowly(E event, UnaryOperator<E> keep) {
        try {
            takeSlowly(event, keep);
        } catch (Throwable e) {
            // An event that cannot be printed, or no memory for another thread: whoever logs must not feel it.
            giveUpSleep();
            LogShipping.sayBug("when an event was logged", e);
        }
    }

    /** What could not be opened would be opened in vain for every event. */
    private synchronized void giveUpSleep() {
        if (state == State.ASLEEP) {
            off();
        }
    }

    private synchronized void takeSlowly(E event, UnaryOperator<E> keep) {
        if (state == State.ASLEEP) {
            open();
        }
        Outlet<E> target = outlet;
        if (target != null) {
            target.append(event);
        } else if (state == State.HOLDING) {
            if (held.size() < HELD) {
                held.add(keep.apply(event));
            } else {
                leftOut++;
            }
        }
    }

    /** Keeps events until it is known where to. */
    synchronized void hold() {
        Outlet<E> before = outlet;
        outlet = null;
        plan = null;
        state = State.HOLDING;
        off = false;
        retire(before, false);
    }

    /** Ships, what was kept first. Goes on with the appender there is, if it is for the same plan. */
    void ship(Object how, boolean atOnce) {
        Thread room = shipOrMakeRoom(how, atOnce);
        if (room != null) {
            try {
                room.join(HANDOVER_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized @Nullable Thread shipOrMakeRoom(Object how, boolean atOnce) {
        Outlet<E> before = outlet;
        if (before != null && how.equals(plan)) {
            return null;
        }
        if (makingRoom) {
            plan = how;
            off = false;
            state = State.HOLDING;
            return null;
        }
        if (before != null && atOnce) {
            // Both would want the same directory. Its end may take long when the backend is away, and neither the
            // application's start nor whoever logs waits for it.
            plan = how;
            outlet = null;
            state = State.HOLDING;
            makingRoom = true;
            return inBackground(() -> {
                before.close();
                hasRoom();
                LogShipping.sayLeftOut(takeLeftOut());
            });
        }
        plan = how;
        off = false;
        open();
        retire(before, false);
        return null;
    }

    private synchronized void hasRoom() {
        makingRoom = false;
        if (plan != null && state == State.HOLDING) {
            open();
        }
    }

    private void open() {
        Outlet<E> opened = opener.get();
        held.forEach(opened::append);
        held.clear();
        outlet = opened;
        state = State.SHIPPING;
    }

    /** Hands over what was kept, and ships nothing itself. */
    synchronized void replay(Consumer<E> target) {
        held.forEach(target);
        off();
    }

    /** How many events found no room while it was not known where to; counted anew after that. */
    synchronized int takeLeftOut() {
        int count = leftOut;
        leftOut = 0;
        return count;
    }

    /** Ships nothing, and forgets what was kept. */
    synchronized void off() {
        retire(forget(), false);
    }

    /** Ships nothing any more; returns when all is delivered, or it took too long. */
    synchronized void close() {
        retire(forget(), true);
    }

    private @Nullable Outlet<E> forget() {
        Outlet<E> before = outlet;
        off = true;
        outlet = null;
        plan = null;
        state = State.OFF;
        held.clear();
        leftOut = 0;
        return before;
    }

    /** Costs nothing until the next event comes, which is shipped as those before. */
    synchronized void sleep() {
        Outlet<E> before = outlet;
        if (before == null) {
            return;
        }
        if (!before.problem().isEmpty()) {
            // It would be opened in vain, and say so, for every event.
            off();
            return;
        }
        outlet = null;
        state = State.ASLEEP;
        retire(before, false);
    }

    synchronized boolean isHolding() {
        return state == State.HOLDING;
    }

    synchronized boolean isShipping() {
        return state == State.SHIPPING;
    }

    /** Why nothing is shipped though it should; empty when all is well. */
    String problem() {
        Outlet<E> target = outlet;
        return target == null ? "" : target.problem();
    }

    private static <E> void retire(@Nullable Outlet<E> before, boolean wait) {
        if (before == null) {
            return;
        }
        if (wait) {
            before.close();
            return;
        }
        // Its exit hook is there until it is stopped: should the JVM end meanwhile, that one waits for what is held.
        Thread unused = inBackground(() -> {
            boolean flushed = before.flush(RETIREMENT);
            before.close();
        });
    }

    private static Thread inBackground(Runnable action) {
        Thread thread = new Thread(
                () -> {
                    try {
                        action.run();
                    } catch (Throwable e) {
                        LogShipping.sayBug("when an appender was replaced", e);
                    }
                },
                "penstock-retired");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
