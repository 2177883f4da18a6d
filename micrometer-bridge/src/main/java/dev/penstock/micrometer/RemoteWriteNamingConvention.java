package dev.penstock.micrometer;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.NamingConvention;
import org.jspecify.annotations.Nullable;

/**
 * The names that Micrometer's own Prometheus registry gives: underscores for what Prometheus' classic names cannot have,
 * the base unit at the end, seconds for timers, and no suffix that a type brings by itself ({@code _total},
 * {@code _created}, {@code _bucket}, {@code _info}).
 *
 * <p>An empty name stays empty, where Micrometer's throws: such a meter is not sent. Stateless.
 */
public final class RemoteWriteNamingConvention implements NamingConvention {

    /** Longer ones first would make no difference: none is the end of another. */
    private static final String[] RESERVED = {"total", "created", "bucket", "info"};

    /** The convention. */
    public RemoteWriteNamingConvention() {}

    @Override
    public String name(String name, Meter.Type type, @Nullable String baseUnit) {
        String named = legal(name);
        switch (type) {
            case COUNTER, DISTRIBUTION_SUMMARY, GAUGE -> {
                if (baseUnit != null && !named.endsWith("_" + baseUnit)) {
                    named = named + "_" + baseUnit;
                }
            }
            case TIMER, LONG_TASK_TIMER -> {
                if (!named.endsWith("_seconds")) {
                    named = named + "_seconds";
                }
            }
            default -> {}
        }
        return withoutReserved(named);
    }

    @Override
    public String tagKey(String key) {
        String named = legal(key);
        int from = 0;
        while (named.startsWith("__", from)) {
            from++;
        }
        return named.substring(from);
    }

    /**
     * A name in Prometheus' classic characters: letters, digits, underscores and colons, no digit first. Each character
     * that is none of them becomes an underscore.
     */
    static String legal(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (!isLegal(name.charAt(i), i)) {
                return replaced(name);
            }
        }
        return name;
    }

    private static String replaced(String name) {
        StringBuilder legal = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); ) {
            int c = name.codePointAt(i);
            legal.append(isLegal(c, i) ? (char) c : '_');
            i += Character.charCount(c);
        }
        return legal.toString();
    }

    private static boolean isLegal(int c, int index) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c == '_'
                || c == ':'
                || c >= '0' && c <= '9' && index > 0;
    }

    /** A unit is appended as it is, so that a dot may stand before the suffix as well. */
    private static String withoutReserved(String name) {
        String left = name;
        String before;
        do {
            before = left;
            for (String each : RESERVED) {
                int end = left.length() - each.length() - 1;
                if (end < 0 || !left.endsWith(each) || left.charAt(end) != '_' && left.charAt(end) != '.') {
                    continue;
                }
                if (end == 0) {
                    return each;
                }
                left = left.substring(0, end);
                break;
            }
        } while (!left.equals(before));
        return left;
    }
}
