package dev.penstock.process;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** How values of the application's become text, whatever the logging framework. */
public final class BulkValues {

    /** What stands for a value that cannot be printed: SLF4J's mark. */
    static final String FAILED = "[FAILED toString()]";

    private BulkValues() {}

    /**
     * Prints a value. One that cannot be printed costs no more than its place.
     *
     * @param value any value of the application's
     * @return its text; SLF4J's mark where it fails
     */
    public static String text(@Nullable Object value) {
        try {
            return String.valueOf(value);
        } catch (RuntimeException | StackOverflowError e) {
            return FAILED;
        }
    }

    /**
     * Hands on one of the ids that {@code %%trace} stands for.
     *
     * @param name {@code trace_id} or {@code span_id}
     * @param value as OpenTelemetry spells the key ({@code trace_id}); null when it is not there
     * @param otherwise as Micrometer Tracing spells it ({@code traceId}); null when it is not there
     * @param out takes the id, if there is one
     */
    public static void traceId(
            String name, @Nullable String value, @Nullable String otherwise, BiConsumer<String, String> out) {
        String found = value != null ? value : otherwise;
        if (found != null) {
            out.accept(name, found);
        }
    }
}
