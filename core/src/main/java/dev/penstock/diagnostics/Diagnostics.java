package dev.penstock.diagnostics;

import dev.penstock.diagnostics.DiagnosticListener.Severity;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Says each kind of trouble once, then how often it happened at most once a minute, then that it is over. Thread-safe.
 */
public final class Diagnostics {

    private static final long SUMMARY_NANOS = 60_000_000_000L;

    /** Kinds of trouble remembered; kinds are few, for they hold no texts of the backend's. */
    private static final int KINDS = 256;

    private final String name;
    private final DiagnosticListener listener;
    private final LongSupplier nanoClock;
    private final Map<String, Trouble> troubles = new HashMap<>();

    /** One kind of trouble: how often it came since it was last spoken of. */
    private static final class Trouble {
        long spokenAt;
        long sinceThen;
    }

    /**
     * Diagnostics of one shipper.
     *
     * @param name put before each message
     * @param listener hears them
     * @param nanoClock such as {@code System::nanoTime}
     */
    public Diagnostics(String name, DiagnosticListener listener, LongSupplier nanoClock) {
        this.name = name;
        this.listener = listener;
        this.nanoClock = nanoClock;
    }

    /**
     * Says something that is no trouble.
     *
     * @param message one line
     */
    public void info(String message) {
        say(Severity.INFO, message);
    }

    /**
     * Warns, whether or not the same was said before.
     *
     * @param message one line
     */
    public void warn(String message) {
        say(Severity.WARN, message);
    }

    /**
     * Reports trouble: said at once the first time, summed up at most once a minute after that.
     *
     * @param kind what is the same trouble, such as {@code status 503}
     * @param message one line
     */
    public void trouble(String kind, String message) {
        String text;
        synchronized (troubles) {
            long now = nanoClock.getAsLong();
            Trouble known = troubles.get(kind);
            if (known == null) {
                if (troubles.size() >= KINDS) {
                    return;
                }
                known = new Trouble();
                known.spokenAt = now;
                troubles.put(kind, known);
                text = message;
            } else {
                known.sinceThen++;
                if (now - known.spokenAt < SUMMARY_NANOS) {
                    return;
                }
                text = message + " (" + known.sinceThen + " times more in the last "
                        + (now - known.spokenAt) / 1_000_000_000L + " s)";
                known.spokenAt = now;
                known.sinceThen = 0;
            }
        }
        say(Severity.WARN, text);
    }

    /**
     * Reports that all is well; said only when there was trouble.
     *
     * @param kindPrefix the kinds of trouble that are over
     * @param message one line
     */
    public void recovered(String kindPrefix, String message) {
        synchronized (troubles) {
            if (!troubles.keySet().removeIf(kind -> kind.startsWith(kindPrefix))) {
                return;
            }
        }
        say(Severity.INFO, message);
    }

    private void say(Severity severity, String message) {
        try {
            listener.onMessage(severity, name + ": " + message);
        } catch (RuntimeException e) {
            // A listener that fails must not stop deliveries, and there is nobody left to tell.
        }
    }
}
