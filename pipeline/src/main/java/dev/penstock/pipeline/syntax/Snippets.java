package dev.penstock.pipeline.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Shows problems with the lines they are about, as Alloy's command line does. Source: Alloy's syntax/diag/printer.go. */
final class Snippets {

    /** A line of data that was pasted by mistake must not fill the screen. */
    private static final int WIDEST = 400;

    /** Of a range of many lines, the first ones tell enough. */
    private static final int MOST_LINES = 5;

    private static final String TAB = "    ";

    private final List<String> lines;

    Snippets(String text) {
        lines = lines(text);
    }

    String of(List<Problem> problems) {
        return problems.stream().map(this::of).collect(Collectors.joining("\n\n"));
    }

    String of(Problem problem) {
        Span span = problem.span();
        StringBuilder out = new StringBuilder(problem.severity() + ": " + problem);
        if (span.line() < 1 || span.line() > lines.size()) {
            return out.toString();
        }
        int last =
                Math.min(Math.min(Math.max(span.endLine(), span.line()), lines.size()), span.line() + MOST_LINES - 1);
        int from = Math.max(1, span.line() - 1);
        int to = Math.min(lines.size(), last + 1);
        int margin = String.valueOf(to).length();
        out.append('\n');
        for (int number = from; number <= to; number++) {
            String line = lines.get(number - 1);
            out.append('\n').append(number(number, margin)).append(shown(line));
            if (number >= span.line() && number <= last) {
                mark(out, margin, line, span, number);
            }
        }
        return out.toString();
    }

    private static void mark(StringBuilder out, int margin, String line, Span span, int number) {
        int start = number == span.line() ? column(line, span.column()) : indent(line);
        int end = number == span.endLine() ? column(line, span.endColumn()) : line.length();
        int before = width(line, start);
        int marked = Math.max(1, width(line, Math.max(start, end)) - before);
        if (before < WIDEST) {
            out.append('\n').append(" ".repeat(margin)).append(" | ").append(" ".repeat(before));
            out.append("^".repeat(Math.min(marked, WIDEST - before)));
        }
    }

    private static String number(int number, int margin) {
        String digits = String.valueOf(number);
        return " ".repeat(margin - digits.length()) + digits + " | ";
    }

    private static String shown(String line) {
        String text = line.replace("\t", TAB);
        return text.length() <= WIDEST ? text : text.substring(0, WIDEST) + "…";
    }

    /** How many characters wide the beginning of a line is on the screen. */
    private static int width(String line, int end) {
        int width = 0;
        for (int i = 0; i < end; i += Character.charCount(line.codePointAt(i))) {
            width += line.charAt(i) == '\t' ? TAB.length() : 1;
        }
        return width;
    }

    private static int indent(String line) {
        int i = 0;
        while (i < line.length() && (line.charAt(i) == ' ' || line.charAt(i) == '\t')) {
            i++;
        }
        return i;
    }

    /** The index of the character that stands at a column counted in bytes. */
    private static int column(String line, int column) {
        int bytes = 1;
        int i = 0;
        while (i < line.length() && bytes < column) {
            int c = line.codePointAt(i);
            bytes += Lexer.bytes(c);
            i += Character.charCount(c);
        }
        return i;
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        while (true) {
            int end = text.indexOf('\n', from);
            String line = end < 0 ? text.substring(from) : text.substring(from, end);
            lines.add(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
            if (end < 0) {
                return lines;
            }
            from = end + 1;
        }
    }
}
