package dev.penstock;

import dev.penstock.check.BackendCheck;
import dev.penstock.metrics.Measured;
import dev.penstock.settings.ShipperSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The shippers of this JVM that were started and not closed, whoever started them: for what concerns them all, such as
 * sending everything at the end of a job. Those that wait for the end of an application's start are started for whoever asks.
 * Thread-safe.
 */
public final class RunningShippers {

    private static final Set<Running> RUNNING = ConcurrentHashMap.newKeySet();
    private static final Set<DelayedOpening> WAITING = ConcurrentHashMap.newKeySet();
    private static final List<Listener> LISTENERS = new CopyOnWriteArrayList<>();

    private RunningShippers() {}

    /** Hears of shippers that come and go, of some twice. What it throws is said and goes no further. */
    public interface Listener {

        /**
         * A shipper was started.
         *
         * @param shipper the shipper
         */
        void started(Measured shipper);

        /**
         * A shipper was closed: what it has counted is final.
         *
         * @param shipper the shipper
         */
        void closed(Measured shipper);
    }

    /**
     * Waits until every record that any of them was given before the call has been delivered or dropped.
     *
     * @param timeout the longest time to wait for all of them together
     * @return false when the time ended first for one of them, or the thread was interrupted, which it then still is
     */
    public static boolean flush(Duration timeout) {
        long deadline = Deadlines.after(timeout);
        List<Running> shippers = running();
        List<Running.Flush> flushes = new ArrayList<>();
        for (Running each : shippers) {
            flushes.add(each.beginFlush());
        }
        boolean all = true;
        for (int i = 0; i < flushes.size(); i++) {
            if (!flushes.get(i).await(deadline)) {
                all = false;
                shippers.get(i).outlet().sayUnfinished();
            }
        }
        return all;
    }

    /**
     * Those that run now.
     *
     * @return a new list, by name
     */
    public static List<Measured> all() {
        List<Measured> all = new ArrayList<>(running());
        all.sort(Comparator.comparing(Measured::name));
        return all;
    }

    /**
     * Checks of the backends that they ship to, with the settings that they ship with: one for all that ship the same kind of
     * thing to the same place for the same tenant.
     *
     * @return a new list, in the order of the shippers' names
     */
    public static List<BackendCheck> checks() {
        Map<String, BackendCheck> checks = new LinkedHashMap<>();
        List<Running> shippers = running();
        shippers.sort(Comparator.comparing(Running::name));
        for (Running each : shippers) {
            ShipperSettings settings = each.outlet().settings();
            String place = each.getClass().getName() + " " + settings.displayUrl() + " " + settings.tenantId();
            checks.computeIfAbsent(place, unused -> each.backendCheck());
        }
        return new ArrayList<>(checks.values());
    }

    private static List<Running> running() {
        WAITING.forEach(DelayedOpening::openNow);
        return new ArrayList<>(RUNNING);
    }

    static void waiting(DelayedOpening opening) {
        WAITING.add(opening);
    }

    static void waitsNoMore(DelayedOpening opening) {
        WAITING.remove(opening);
    }

    /**
     * Tells a listener of all that run and all that will.
     *
     * @param listener called by the threads that start and close shippers
     * @return ends it
     */
    public static AutoCloseable listen(Listener listener) {
        LISTENERS.add(listener);
        for (Running each : RUNNING) {
            tell(each, listener::started);
            if (!RUNNING.contains(each)) {
                // It was closed meanwhile, perhaps before the listener knew of it.
                tell(each, listener::closed);
            }
        }
        return () -> LISTENERS.remove(listener);
    }

    private static void tell(Running shipper, Consumer<Measured> what) {
        try {
            what.accept(shipper);
        } catch (Throwable e) {
            shipper.outlet().listenerFailed(e);
        }
    }

    static void started(Running shipper) {
        RUNNING.add(shipper);
        for (Listener each : LISTENERS) {
            tell(shipper, each::started);
        }
    }

    static void closed(Running shipper) {
        RUNNING.remove(shipper);
        for (Listener each : LISTENERS) {
            tell(shipper, each::closed);
        }
    }
}
