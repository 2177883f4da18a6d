package dev.penstock.pipeline.syntax;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The problems of a text that is being read: at most one on a line, because the rest are mostly its consequences. */
final class Complaints {

    /** After this many, the text is something else altogether. */
    private static final int MOST = 100;

    private final List<Problem> problems = new ArrayList<>();
    private final Set<Integer> lines = new HashSet<>();

    void add(Span span, String message) {
        if (problems.size() < MOST && lines.add(span.line())) {
            problems.add(Problem.error(span, message));
        }
    }

    boolean isEmpty() {
        return problems.isEmpty();
    }

    /** Whether there is no use in reading on. */
    boolean isFull() {
        return problems.size() >= MOST;
    }

    List<Problem> sorted() {
        return problems.stream().sorted(Problem.BY_POSITION).toList();
    }
}
