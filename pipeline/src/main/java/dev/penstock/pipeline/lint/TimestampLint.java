package dev.penstock.pipeline.lint;

import dev.penstock.pipeline.syntax.Problem;
import dev.penstock.pipeline.syntax.Span;
import dev.penstock.pipeline.text.GoTimeLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Formats of {@code stage.timestamp} with which no time can be read, and those that do not say which zone is meant. */
final class TimestampLint implements Lint {

    /** A time of some day, instead of the one that Go has chosen. */
    private static final Pattern SAMPLE = Pattern.compile(".*(19|20)\\d\\d[-/.]\\d\\d[-/.]\\d\\d.*");

    private static final Pattern TWELVE = Pattern.compile("03([:.]04)");

    @Override
    public void check(Flow flow, Consumer<Problem> out) {
        for (Step step : flow.steps()) {
            if (step.is("stage.timestamp")) {
                List<Place> formats = new ArrayList<>();
                String format = step.values.text("format");
                if (!format.isEmpty()) {
                    formats.add(new Place(format, step.values.span("format")));
                }
                formats.addAll(step.values.texts("fallback_formats"));
                formats.forEach(each -> check(step, each.name(), each.span(), out));
            }
        }
    }

    private static void check(Step step, String format, Span span, Consumer<Problem> out) {
        GoTimeLayout layout = GoTimeLayout.of(format, null);
        if (layout.isNamed()) {
            return;
        }
        String go = SAMPLE.matcher(format).matches() && !format.contains("2006")
                ? ForeignLayout.ofSample(format)
                : ForeignLayout.toGo(format);
        if (layout.looksLikeNoLayout() || go != null) {
            out.accept(Problem.warning(
                    span,
                    "'" + format
                            + "' is no time format: no time is ever read with it, and entries keep the time that they"
                            + " have. What to do: " + remedy(format, go)));
            return;
        }
        hour(format, span, out);
        if (!layout.hasZone() && !step.values.has("location") && !saysUtc(format)) {
            out.accept(Problem.warning(
                    span,
                    "the layout '" + format
                            + "' has no zone and there is no location: times are taken for UTC, those of"
                            + " another zone are hours off" + (layout.hasDate() ? "" : ", and the date is missing")
                            + ". What to do: add location = \"Europe/Berlin\", or whatever zone they are of, location = \"UTC\""
                            + " where that is right"));
        }
    }

    private static String remedy(String format, @Nullable String go) {
        String named = GoTimeLayout.didYouMean(format);
        if (named != null) {
            return "write " + Say.quoted(named) + "; names of formats are written just so";
        }
        return go != null
                ? "write the time Mon Jan 2 15:04:05 MST 2006 in your format, as Go does: format = " + Say.quoted(go)
                : "write RFC3339, Unix, UnixMs or another format by name, or the time Mon Jan 2 15:04:05 MST 2006 as it would"
                        + " look in your format, such as \"2006-01-02 15:04:05.000\"";
    }

    /** {@code 03} is the hour of a clock with twelve. */
    private static void hour(String format, Span span, Consumer<Problem> out) {
        if (TWELVE.matcher(format).find() && !format.contains("PM") && !format.contains("pm")) {
            out.accept(Problem.warning(
                    span,
                    "03 is the hour of a clock with twelve, and there is no PM: times from 13 o'clock on are not read, and their"
                            + " entries keep the time that they have. What to do: write 15 for the hour, format = "
                            + Say.quoted(TWELVE.matcher(format).replaceAll("15$1"))));
        }
    }

    /** A letter Z at the end is part of the text, and means UTC, which is what is taken without it. */
    private static boolean saysUtc(String format) {
        return format.endsWith("Z")
                || format.endsWith("Z'")
                || format.endsWith("+00:00")
                || format.endsWith("+0000")
                || format.endsWith("UTC")
                || format.endsWith("GMT");
    }
}
