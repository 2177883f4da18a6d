package dev.penstock.benchmarks.compare;

/**
 * How fast is logged.
 *
 * @param name as in the tables
 * @param threads that log
 * @param events in all
 * @param perSecond in all; 0 for as fast as they can
 */
record Mode(String name, int threads, int events, long perSecond) {

    private static final int PACED_EVENTS = 300_000;
    private static final int SATURATED_EVENTS = 1_000_000;

    /** The one of a name. */
    static Mode named(String name) {
        return switch (name) {
            case "paced" -> new Mode(name, 1, PACED_EVENTS, 20_000);
            case "saturate-1" -> new Mode(name, 1, SATURATED_EVENTS, 0);
            case "saturate-2" -> new Mode(name, 2, SATURATED_EVENTS, 0);
            default ->
                throw new IllegalArgumentException(
                        "mode '" + name + "' is not known; accepted: paced, saturate-1, saturate-2");
        };
    }
}
