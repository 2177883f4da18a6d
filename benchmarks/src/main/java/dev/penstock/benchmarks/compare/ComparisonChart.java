package dev.penstock.benchmarks.compare;

import java.util.List;
import java.util.Locale;

/**
 * Draws the four figures that matter most as bars, a panel each: what a call costs its caller, what an event costs the
 * process, what is left on the wire, and how much is delivered under load. Readable on white and on black.
 */
final class ComparisonChart {

    private static final int WIDTH = 960;
    private static final int PANEL_WIDTH = 470;
    private static final int NAMES = 165;
    private static final int BAR = 15;
    private static final int ROW = 21;
    private static final int TOP = 60;
    private static final int HEAD = 50;

    /** One panel; the shortest bar is the best unless more is better. */
    private record Panel(String title, String mode, String figure, String unit, double scale) {}

    private static final List<Panel> PANELS = List.of(
            new Panel("caller, p99 of a call at 20,000 events/s, µs", "paced", "p99.ns", "µs", 1e-3),
            new Panel("processor time per event at 20,000 events/s, µs", "paced", "cpu.us", "µs", 1),
            new Panel("wire bytes per event", "paced", "wire.bytes.per.event", "B", 1),
            new Panel("delivered per second, one thread at full speed", "saturate-1", "delivered.per.s", "", 1));

    private final Results results;
    private final List<Contestant> contestants;
    private final StringBuilder svg = new StringBuilder();

    ComparisonChart(Results results, List<Contestant> contestants) {
        this.results = results;
        this.contestants = contestants;
    }

    /** The whole picture. */
    String svg() {
        int panelHeight = HEAD + ROW * contestants.size();
        int height = TOP + 2 * panelHeight + 20;
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"13\">%n<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>%n",
                WIDTH,
                height,
                WIDTH,
                height));
        text(20, 32, "start", "#222", "Penstock and others, each in a JVM of its own", 17);
        for (int i = 0; i < PANELS.size(); i++) {
            panel(PANELS.get(i), 10 + PANEL_WIDTH * (i % 2), TOP + panelHeight * (i / 2));
        }
        return svg.append("</svg>\n").toString();
    }

    private void panel(Panel panel, int left, int top) {
        text(left + 10, top + 20, "start", "#222", panel.title(), 14);
        double most = 0;
        for (Contestant each : contestants) {
            double value = value(panel, each);
            most = Double.isNaN(value) ? most : Math.max(most, value);
        }
        double room = PANEL_WIDTH - NAMES - 85;
        int y = top + HEAD - 15;
        for (Contestant each : contestants) {
            double value = value(panel, each);
            text(left + NAMES, y + BAR - 3, "end", "#222", each.name(), 12);
            double length = Double.isNaN(value) || most == 0 ? 0 : Math.max(1, room * value / most);
            svg.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
                    left + NAMES + 8,
                    y,
                    length,
                    BAR,
                    each.name().startsWith("penstock") ? "#1b7fbd" : "#9a9a9a"));
            String label = MarkdownTable.number(value) + (Double.isNaN(value) ? "" : " " + panel.unit());
            text(left + NAMES + 14 + length, y + BAR - 3, "start", "#444", label, 12);
            y += ROW;
        }
    }

    /** What is not delivered at all has no figure for the wire or the receiver. */
    private double value(Panel panel, Contestant contestant) {
        boolean ofReceiver = panel.figure().startsWith("wire") || panel.figure().startsWith("delivered");
        if (ofReceiver && !contestant.sends()) {
            return Double.NaN;
        }
        return panel.scale() * results.median(panel.mode(), contestant.name(), panel.figure());
    }

    private void text(double x, double y, String anchor, String colour, String words, int size) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\" font-size=\"%d\">%s</text>%n",
                x,
                y,
                anchor,
                colour,
                size,
                words));
    }
}
