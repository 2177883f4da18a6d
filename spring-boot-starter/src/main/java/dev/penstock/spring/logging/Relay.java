package dev.penstock.spring.logging;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the events of the root logger go: into the appender that ships them, into a small store as long as it is not known
 * where to or the application starts, or nowhere.
 *
 * <p>It outlives what logging systems do to appenders: they stop them whenever they are configured anew, and a shipper that
 * is stopped waits for its backend. Here it goes on, and is used again if it is still right.
 *
 * <p>Thread-safe. Opening an appender takes some tens of milliseconds and asks no network; events that come meanwhile are kept,
 * or go to the appender that it replaces.
 *
 * @param <E> the framework's event
 */
final class Relay<E> {

    /** Times that events are handed over before the last of them are, which others wait for. */
    private static final int HANDOVERS = 10;

    /** How long an event that finds no room waits for an appender that is being opened, until one has waited in vain. */
    private static final long OPENING_MILLIS = 1_000;

    /** The same for who wants to end it: there is nothing else that it could do. */
    private static final long OPENING_AT_END_MILLIS = 5_000;

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

    /** What the framework's events are like. */
    interface Events<E> {

        /** One that can be kept. */
        E kept(E event);

        /** Whether a kept one may change all the same, in the hands of the application. */
        boolean mayChange(E kept);

        /** Characters of a kept one's message. */
        int size(E kept);

        /** Whether it is not to wait for the end of a start. */
        boolean isUrgent(E event);
    }

    private enum State {
        OFF,
        HOLDING,
        /** It is known where to, and an appender is opened when {@link #open} says so. */
        WAITING,
        SHIPPING,
        /** Closed because no application runs any more; opened again by the next event. */
        ASLEEP
    }

    private final Supplier<Outlet<E>> opener;
    private final Events<E> events;
    private final IntConsumer leftOut;
    private final HeldEvents<E> held = new HeldEvents<>();
    private State state = State.OFF;
    private @Nullable Object plan;

    /** An appender is being closed whose directory the next one wants. */
    private boolean makingRoom;

    /** The plan's appender wants a directory, which no two can have. */
    private boolean alone;

    private final Retirement retirement = new Retirement();

    /** Asks for {@link #open}. */
    private Runnable hurry = () -> {};

    /** Opens what is waited for. */
    private @Nullable Thread opening;

    /** An event has waited for that in vain. */
    private boolean opensTooSlowly;

    /** Not null as long as it ships. */
    private volatile @Nullable Outlet<E> outlet;

    /** So that an event costs no lock when nothing is shipped. */
    private volatile boolean off = true;

    /**
     * Ships nothing yet.
     *
     * @param opener makes a started appender by the defaults in use
     * @param events what events are like
     * @param leftOut gets how many events found no room, when that is over; more than 0
     */
    Relay(Supplier<Outlet<E>> opener, Events<E> events, IntConsumer leftOut) {
        this.opener = opener;
        this.events = events;
        this.leftOut = leftOut;
    }

    /** Takes an event. */
    void append(E event) {
        Outlet<E> target = outlet;
        if (target != null) {
            target.append(event);
        } else if (!off) {
            appendSlowly(event);
        }
    }

    private void appendSlowly(E event) {
        boolean wakes = false;
        try {
            // Not under the lock: it prints arguments of the application's, which may have locks of their own.
            E kept = events.kept(event);
            boolean opens = events.mayChange(kept);
            wakes = wakeUp();
            Outlet<E> target = keepOrFindOutlet(kept);
            if (target != null) {
                target.append(kept);
            } else if (opens || wakes) {
                open();
            }
        } catch (Throwable e) {
            if (wakes) {
                goBackToSleep();
            }
            // An event that cannot be printed, or no memory for another thread: whoever logs must not feel it.
            LogShipping.sayBug("when an event was logged", e);
        }
    }

    private synchronized boolean wakeUp() {
        if (state != State.ASLEEP) {
            return false;
        }
        waitForOpening(() -> {});
        return true;
    }

    /** Unless somebody has opened it, or does: the next event tries again. */
    private synchronized void goBackToSleep() {
        if (state == State.WAITING && opening == null) {
            state = State.ASLEEP;
            notifyAll();
        }
    }

    private synchronized @Nullable Outlet<E> keepOrFindOutlet(E event) {
        if (state == State.WAITING && held.isFull() && opening != Thread.currentThread() && !opensTooSlowly) {
            hurry.run();
            opensTooSlowly = !await(() -> state != State.WAITING, OPENING_MILLIS);
        }
        Outlet<E> target = outlet;
        if (target == null && (state == State.HOLDING || state == State.WAITING)) {
            held.add(event, events.size(event));
            if (state == State.WAITING && (held.areMany() || events.isUrgent(event))) {
                hurry.run();
            }
        }
        return target;
    }

    private void waitForOpening(Runnable hurried) {
        hurry = hurried;
        off = false;
        state = State.WAITING;
    }

    /** Waits until something is over, or the thread is interrupted; false when that takes longer. */
    private synchronized boolean await(BooleanSupplier isOver, long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        try {
            for (long left = end - System.nanoTime();
                    !isOver.getAsBoolean() && left > 0;
                    left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
            return isOver.getAsBoolean();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Keeps events until it is known where to. */
    synchronized void hold() {
        Outlet<E> before = outlet;
        forgetPlan();
        outlet = null;
        state = State.HOLDING;
        off = false;
        notifyAll();
        retire(before, false);
    }

    synchronized boolean isWaitingFor(Object how) {
        return state == State.WAITING && how.equals(plan);
    }

    /**
     * Ships from {@link #open} on, what was kept first.
     *
     * @param hurry asks for that call, by another thread; it is asked more than once
     * @return false when it ships or is about to without that, or keeps too many events already
     */
    synchronized boolean shipLater(Object how, Runnable hurry) {
        if (outlet != null || makingRoom || held.areMany()) {
            return false;
        }
        plan = how;
        alone = false;
        waitForOpening(hurry);
        return true;
    }

    /** Opens what waits for that, and returns when somebody has; does nothing when nothing waits. */
    void open() {
        Outlet<E> opened = openWaiting();
        if (opened != null) {
            LogShipping.sayProblem(opened.problem());
        }
    }

    /**
     * The same; returns what this thread has opened. Another plan may have come meanwhile, whose maker may have given up
     * waiting: it is opened too, even if the first one could not be.
     */
    private @Nullable Outlet<E> openWaiting() {
        Object how = claimOpening();
        if (how == null) {
            return null;
        }
        Outlet<E> last;
        try {
            last = open(how);
        } catch (Throwable e) {
            Outlet<E> unused = openWaiting();
            throw e;
        }
        Outlet<E> later = openWaiting();
        return later == null ? last : later;
    }

    private Outlet<E> open(Object how) {
        Outlet<E> fresh = null;
        try {
            fresh = opener.get();
            handOver(fresh, how);
            return fresh;
        } finally {
            try {
                letGo(opened(how, fresh), fresh);
            } finally {
                endOpening();
            }
            sayLeftOut();
        }
    }

    private synchronized void endOpening() {
        opening = null;
        notifyAll();
    }

    private void letGo(@Nullable Outlet<E> unused, @Nullable Outlet<E> fresh) {
        synchronized (this) {
            if (!alone || unused != fresh) {
                retire(unused, false);
                return;
            }
        }
        // The next one wants its directory.
        retire(unused, true);
    }

    /**
     * Hands over most of what was kept, while further events are kept: an appender may wait for room. The rest is handed over
     * when nothing can come in between.
     */
    private void handOver(Outlet<E> fresh, Object how) {
        for (int i = 0; i < HANDOVERS; i++) {
            List<E> some;
            synchronized (this) {
                if (held.isEmpty() || !isWaitingFor(how)) {
                    return;
                }
                some = held.take();
            }
            some.forEach(fresh::append);
        }
    }

    /** The plan to open by; null when that is not to be done, or not by this thread. */
    private synchronized @Nullable Object claimOpening() {
        if (opening == Thread.currentThread()) {
            return null;
        }
        boolean unused = await(() -> opening == null || state != State.WAITING, OPENING_AT_END_MILLIS);
        if (opening != null || state != State.WAITING || plan == null) {
            return null;
        }
        opening = Thread.currentThread();
        return plan;
    }

    /** Returns the one that is not used any more: what it replaces, or itself when another plan has come meanwhile. */
    private synchronized @Nullable Outlet<E> opened(Object how, @Nullable Outlet<E> fresh) {
        if (!isWaitingFor(how)) {
            return fresh;
        }
        Outlet<E> before = outlet;
        if (fresh != null) {
            begin(fresh);
            return before;
        }
        if (before == null) {
            return forget();
        }
        state = State.SHIPPING;
        notifyAll();
        return null;
    }

    /** Taking an event may have another one logged. */
    private void begin(Outlet<E> opened) {
        try {
            for (int i = 0; i < HANDOVERS && !held.isEmpty(); i++) {
                held.take().forEach(opened::append);
            }
        } finally {
            held.leaveOut();
            outlet = opened;
            state = State.SHIPPING;
            opensTooSlowly = false;
            notifyAll();
        }
    }

    /** Nobody opens an appender by a plan that waits for room: another application decides about what is kept. */
    synchronized void waitForAnother() {
        if (state == State.HOLDING) {
            forgetPlan();
        }
    }

    private void forgetPlan() {
        if (plan != null) {
            held.owe();
        }
        plan = null;
    }

    /** Keeps events again as if it were not known where to, unless an appender is open. */
    synchronized void reconsider() {
        if (state == State.WAITING && outlet == null) {
            state = State.HOLDING;
            plan = null;
            notifyAll();
        }
    }

    /** Ships, what was kept first. Goes on with the appender there is, if it is for the same plan. */
    void ship(Object how, boolean atOnce) {
        Thread room = planOrMakeRoom(how, atOnce);
        if (room != null) {
            try {
                room.join(HANDOVER_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        Outlet<E> unused = openWaiting();
    }

    private synchronized @Nullable Thread planOrMakeRoom(Object how, boolean atOnce) {
        Outlet<E> before = outlet;
        if (before != null && how.equals(plan)) {
            return null;
        }
        plan = how;
        alone = atOnce;
        Thread leaving = retirement.underWay();
        boolean needsRoom = atOnce && (before != null || leaving != null);
        if (!makingRoom && !needsRoom) {
            waitForOpening(() -> {});
            return null;
        }
        off = false;
        outlet = null;
        state = State.HOLDING;
        notifyAll();
        if (makingRoom) {
            return null;
        }
        // Both would want the same directory. Its end may take long when the backend is away, and neither the
        // application's start nor whoever logs waits for it.
        Thread room = Retirement.inBackground(() -> {
            try {
                retire(before, true);
            } finally {
                try {
                    if (leaving != null) {
                        leaving.join();
                    }
                } finally {
                    hasRoom();
                    open();
                }
            }
        });
        makingRoom = true;
        return room;
    }

    private synchronized void hasRoom() {
        makingRoom = false;
        if (plan != null && state == State.HOLDING) {
            waitForOpening(() -> {});
        }
    }

    /** Hands over what was kept, and ships nothing itself. */
    void replay(Consumer<E> target) {
        synchronized (this) {
            held.take().forEach(target);
            retire(forget(), false);
        }
        sayLeftOut();
    }

    /** Has what was shipped so far delivered now; false when that took too long. */
    boolean flush(Duration timeout) {
        Outlet<E> target = outlet;
        return target == null || target.flush(timeout);
    }

    private void sayLeftOut() {
        int events;
        synchronized (this) {
            events = held.takeLeftOut();
        }
        if (events > 0) {
            leftOut.accept(events);
        }
    }

    /** Ships nothing, and forgets what was kept because nobody knew where to. */
    void off() {
        end(false);
    }

    /** Ships nothing any more; returns when all is delivered, or it took too long. */
    void close() {
        end(true);
    }

    private void end(boolean wait) {
        openForHeld();
        synchronized (this) {
            if (state == State.HOLDING && plan == null) {
                held.clear();
            }
            retire(forget(), wait);
        }
        sayLeftOut();
    }

    private void openForHeld() {
        synchronized (this) {
            if (held.isEmpty() && opening == null) {
                return;
            }
        }
        open();
    }

    private @Nullable Outlet<E> forget() {
        Outlet<E> before = outlet;
        held.leaveOut();
        off = true;
        outlet = null;
        plan = null;
        state = State.OFF;
        notifyAll();
        return before;
    }

    /** Costs nothing until the next event comes, which is shipped as those before. */
    void sleep() {
        open();
        fallAsleep();
    }

    private synchronized void fallAsleep() {
        Outlet<E> before = outlet;
        if (before == null) {
            return;
        }
        if (plan == null || !before.problem().isEmpty()) {
            // It would be opened in vain, and say so, for every event.
            retire(forget(), false);
            return;
        }
        outlet = null;
        state = State.ASLEEP;
        retire(before, false);
    }

    synchronized boolean isHolding() {
        return state == State.HOLDING;
    }

    /** Why nothing is shipped though it should; empty when all is well. */
    String problem() {
        Outlet<E> target = outlet;
        return target == null ? "" : target.problem();
    }

    private void retire(@Nullable Outlet<E> before, boolean wait) {
        if (before == null) {
            return;
        }
        if (wait) {
            before.close();
            return;
        }
        retirement.begin(before);
    }
}
