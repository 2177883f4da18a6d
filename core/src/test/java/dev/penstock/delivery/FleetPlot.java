package dev.penstock.delivery;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Draws the course of a fleet: requests above, on a logarithmic scale, and below them what waits to be delivered. */
final class FleetPlot {

    private static final int LEFT = 80;
    private static final int RIGHT = 930;
    private static final int TOP = 80;
    private static final int MIDDLE = 400;
    private static final int LOWER_TOP = 450;
    private static final int BOTTOM = 590;

    private final List<FleetCourse.Second> seconds;
    private final int leaves;
    private final int returns;
    private final double least;
    private final double most;
    private final double mostWaiting;
    private final StringBuilder svg = new StringBuilder();

    FleetPlot(FleetTimes times, FleetCourse course) {
        seconds = course.seconds();
        leaves = course.second(times.leaves());
        returns = course.second(times.returns());
        double capacity = seconds.get(seconds.size() - 1).capacity();
        least = capacity / 100;
        most = capacity * 2;
        mostWaiting =
                seconds.stream().mapToLong(FleetCourse.Second::waiting).max().orElse(1);
    }

    /** The whole picture. */
    String svg(String title) {
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 960 640\" font-family=\"sans-serif\""
                + " font-size=\"13\" fill=\"none\">\n<rect width=\"960\" height=\"640\" fill=\"#fff\"/>\n");
        text(LEFT, 28, "start", "#222", title, "16");
        double from = x(leaves);
        svg.append(String.format(
                Locale.ROOT,
                "<path d=\"M%.1f %dH%.1fV%dH%.1fZM%.1f %dH%.1fV%dH%.1fZ\" fill=\"#eee\"/>%n",
                from,
                TOP,
                x(returns),
                MIDDLE,
                from,
                from,
                LOWER_TOP,
                x(returns),
                BOTTOM,
                from));
        text((from + x(returns)) / 2, TOP + 18, "middle", "#666", "away", "13");
        grid();
        line("#bbb", "1.5", "6 4", returns, each -> rate(2 * each.capacity()));
        line("#666", "1.5", "none", returns, each -> rate(each.capacity()));
        line("#d95f02", "1.5", "none", 0, each -> rate(each.offered()));
        line("#1b7fbd", "1.5", "none", 0, each -> rate(each.taken()));
        line("#7a4fa3", "2", "none", 0, each -> waiting(each.waiting()));
        legend();
        return svg.append("</svg>\n").toString();
    }

    private void grid() {
        text(LEFT, TOP - 10, "start", "#222", "requests a second", "13");
        for (double decade = 1; decade <= most; decade *= 10) {
            for (int digit = 1; digit < 10; digit++) {
                double value = decade * digit;
                if (value >= least && value <= most && (digit == 1 || digit == 2 || digit == 5)) {
                    rule(rate(value), String.format(Locale.ROOT, "%,.0f", value));
                }
            }
        }
        text(LEFT, LOWER_TOP - 10, "start", "#222", "million entries that wait to be delivered", "13");
        double step = Math.pow(10, Math.floor(Math.log10(mostWaiting)));
        for (double value = 0; value <= mostWaiting; value += step) {
            rule(waiting(value), String.format(Locale.ROOT, "%.4g", value / 1e6).replaceAll("\\.?0+$", ""));
        }
        for (int second = 0; second <= seconds.size(); second += 60) {
            text(x(second), BOTTOM + 18, "middle", "#444", Integer.toString(second / 60), "12");
        }
        text((LEFT + RIGHT) / 2.0, BOTTOM + 38, "middle", "#222", "minutes", "13");
    }

    private void legend() {
        double at = LEFT + 170;
        at = entry(at, "#d95f02", "offered");
        at = entry(at, "#1b7fbd", "taken");
        at = entry(at, "#666", "what the backend can take");
        entry(at, "#aaa", "twice that");
    }

    private double entry(double at, String colour, String name) {
        svg.append(String.format(
                Locale.ROOT, "<path d=\"M%.0f %dh24\" stroke=\"%s\" stroke-width=\"3\"/>%n", at, TOP - 14, colour));
        text(at + 30, TOP - 10, "start", "#222", name, "13");
        return at + 60 + 7 * name.length();
    }

    private void rule(double y, String label) {
        svg.append(String.format(Locale.ROOT, "<path d=\"M%d %.1fH%d\" stroke=\"#ddd\"/>%n", LEFT, y, RIGHT));
        text(LEFT - 8, y + 4, "end", "#444", label, "12");
    }

    private void line(
            String colour, String width, String dashes, int from, ToDoubleFunction<FleetCourse.Second> height) {
        svg.append(String.format(
                Locale.ROOT,
                "<path stroke=\"%s\" stroke-width=\"%s\" stroke-dasharray=\"%s\" d=\"",
                colour,
                width,
                dashes));
        for (int i = from; i < seconds.size(); i++) {
            svg.append(String.format(
                    Locale.ROOT,
                    "%s%.1f %.1f",
                    i == from ? "M" : "L",
                    x(i + 0.5),
                    height.applyAsDouble(seconds.get(i))));
        }
        svg.append("\"/>\n");
    }

    private void text(double x, double y, String anchor, String colour, String words, String size) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\" font-size=\"%s\">%s</text>%n",
                x,
                y,
                anchor,
                colour,
                size,
                words));
    }

    private double x(double second) {
        return LEFT + (RIGHT - LEFT) * second / seconds.size();
    }

    private double rate(double value) {
        double part = Math.log(Math.max(least, Math.min(most, value)) / least) / Math.log(most / least);
        return MIDDLE - (MIDDLE - TOP) * part;
    }

    private double waiting(double value) {
        return BOTTOM - (BOTTOM - LOWER_TOP) * value / mostWaiting;
    }
}
