package dev.penstock.diagnostics;

import dev.penstock.diagnostics.DiagnosticListener.Severity;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

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

    /** One kind of trouble. */
    private static final class Trouble {
        /** When it was last spoken of. */
        long spokenAt;
        /** How often it came since then. */
        long sinceThen;
        /** Whether it is still on. */
        boolean on;
        /** Whether it was spoken of since it came on: only then is its end worth a word. */
        boolean said;
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
                known = remember(kind, now);
                if (known == null) {
                    return;
                }
                text = message;
            } else {
                known.sinceThen++;
                if (now - known.spokenAt < SUMMARY_NANOS) {
                    // Also when it comes and goes: an application's log is no place for a flapping backend.
                    known.on = true;
                    return;
                }
                text = known.on || known.sinceThen > 1 ? message + since(known, now) : message;
            }
            known.on = true;
            known.said = true;
            known.spokenAt = now;
            known.sinceThen = 0;
        }
        say(Severity.WARN, text);
    }

    /** Null when so many kinds were spoken of lately that one more is passed over in silence. */
    private @Nullable Trouble remember(String kind, long now) {
        if (troubles.size() >= KINDS) {
            troubles.values().removeIf(each -> now - each.spokenAt >= SUMMARY_NANOS);
        }
        if (troubles.size() >= KINDS) {
            return null;
        }
        Trouble trouble = new Trouble();
        troubles.put(kind, trouble);
        return trouble;
    }

    private static String since(Trouble known, long now) {
        return " (" + known.sinceThen + " times more in the last " + (now - known.spokenAt) / 1_000_000_000L + " s)";
    }

    /**
     * Reports that all is well; said only when there was trouble of which something was said.
     *
     * @param kindPrefix the kinds of trouble that are over
     * @param message one line
     */
    public void recovered(String kindPrefix, String message) {
        boolean said = false;
        synchronized (troubles) {
            for (Map.Entry<String, Trouble> each : troubles.entrySet()) {
                Trouble trouble = each.getValue();
                if (trouble.on && each.getKey().startsWith(kindPrefix)) {
                    said |= trouble.said;
                    trouble.on = false;
                    trouble.said = false;
                }
            }
        }
        if (said) {
            say(Severity.INFO, message);
        }
    }

    private void say(Severity severity, String message) {
        try {
            listener.onMessage(severity, name + ": " + message);
        } catch (Throwable e) {
            // A listener that fails must not stop deliveries, and there is nobody left to tell.
        }
    }
}
