package dev.penstock.pipeline.syntax;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A text is not what it should be. The message has a line {@code line:column: …} for each problem, which says what was found and
 * what is accepted.
 */
public final class SyntaxException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** A message with more lines than this is no longer read. */
    private static final int SHOWN = 20;

    private final transient List<Problem> problems;

    /**
     * An exception about one place of a text.
     *
     * @param position where
     * @param problem what was found there, and what is accepted
     */
    public SyntaxException(Position position, String problem) {
        this(Span.at(position), problem);
    }

    /**
     * An exception about one range of a text.
     *
     * @param span where
     * @param problem what was found there, and what is accepted
     */
    public SyntaxException(Span span, String problem) {
        this(List.of(Problem.error(span, problem)));
    }

    /**
     * An exception about one or more problems.
     *
     * @param problems the problems, in the order in which they are to be shown
     * @throws IllegalArgumentException when there are none
     */
    public SyntaxException(List<Problem> problems) {
        super(message(problems));
        this.problems = List.copyOf(problems);
    }

    /**
     * All that is wrong.
     *
     * @return one or more problems
     */
    public List<Problem> problems() {
        return problems;
    }

    /**
     * What was found first, and what is accepted.
     *
     * @return the first problem without line and column
     */
    public String problem() {
        return problems.get(0).message();
    }

    /**
     * Where the first problem is.
     *
     * @return its line and column
     */
    public Position position() {
        return problems.get(0).position();
    }

    /**
     * The problems with the lines they are about: one more before and after, and {@code ^} under each range.
     *
     * @param text the whole text
     * @return many lines, with an empty one between two problems
     */
    public String snippets(String text) {
        return new Snippets(text).of(problems);
    }

    private static String message(List<Problem> problems) {
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("there are no problems; expected one or more");
        }
        String shown = problems.stream().limit(SHOWN).map(Problem::toString).collect(Collectors.joining("\n"));
        int more = problems.size() - SHOWN;
        return more <= 0 ? shown : shown + "\nand " + more + " more";
    }
}
