package dev.penstock.pipeline.logql;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A LogQL pattern: {@code <ip> - <_> "<method> <path>"}. What is in angle brackets takes the text up to what follows it in the
 * pattern, and {@code <_>} skips it. Immutable and safe for any number of threads.
 */
public final class LogqlPattern {

    private static final Pattern CAPTURE = Pattern.compile("<([a-zA-Z_][a-zA-Z0-9_]*)>");
    private static final String SKIPPED = "_";

    private final String text;

    /** What the line must begin with. */
    private final String start;

    /** The captures, and what ends each; the last one's is empty when nothing follows it. */
    private final List<Capture> captures;

    private final List<String> names;

    private record Capture(String name, String end) {}

    private LogqlPattern(String text, String start, List<Capture> captures) {
        this.text = text;
        this.start = start;
        this.captures = List.copyOf(captures);
        this.names = captures.stream()
                .map(Capture::name)
                .filter(name -> !name.equals(SKIPPED))
                .toList();
    }

    /** Takes what is captured. */
    @FunctionalInterface
    public interface CaptureSink {

        /**
         * Takes a capture.
         *
         * @param name its name
         * @param value the text it took, empty perhaps
         */
        void capture(String name, String value);
    }

    /**
     * Compiles a pattern.
     *
     * @param text the pattern
     * @return what it says
     * @throws PatternException when it has no named capture, one name twice, or two captures with nothing between them
     */
    public static LogqlPattern compile(String text) {
        Matcher matcher = CAPTURE.matcher(text);
        List<Capture> captures = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        String start = text;
        String name = "";
        int end = -1;
        while (matcher.find()) {
            String literal = text.substring(Math.max(end, 0), matcher.start());
            if (end < 0) {
                start = literal;
            } else if (literal.isEmpty()) {
                throw new PatternException(
                        matcher.start(),
                        "<" + name + "> and " + matcher.group()
                                + " stand together, so nothing says where the first one ends; "
                                + "put a text between them, or leave one out");
            } else {
                captures.add(new Capture(name, literal));
            }
            name = matcher.group(1);
            end = matcher.end();
            if (!name.equals(SKIPPED)) {
                if (seen.contains(name)) {
                    throw new PatternException(
                            matcher.start(), "<" + name + "> stands there twice; name one of them otherwise or <_>");
                }
                seen.add(name);
            }
        }
        if (seen.isEmpty()) {
            throw new PatternException(
                    0, "the pattern has no named capture, as in <method>, whose name has letters, digits and _ only");
        }
        captures.add(new Capture(name, text.substring(end)));
        return new LogqlPattern(text, start, captures);
    }

    /**
     * Matches a line from its beginning. What follows behind the pattern's end is ignored. Where the text that ends a capture is
     * missing, that capture takes the rest and the later ones are not set.
     *
     * @param line any text
     * @param sink is given the captures in their order
     * @return whether there were any
     */
    public boolean match(String line, CaptureSink sink) {
        if (line.isEmpty() || !line.startsWith(start)) {
            return false;
        }
        boolean any = false;
        int at = start.length();
        for (int i = 0; i < captures.size(); i++) {
            Capture capture = captures.get(i);
            int end = capture.end().isEmpty() ? -1 : line.indexOf(capture.end(), at);
            if (!capture.name().equals(SKIPPED)) {
                sink.capture(capture.name(), line.substring(at, end < 0 ? line.length() : end));
                any = true;
            }
            if (end < 0) {
                break;
            }
            at = end + capture.end().length();
        }
        return any;
    }

    /**
     * The named captures.
     *
     * @return their names in their order
     */
    public List<String> names() {
        return names;
    }

    /** The pattern as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
