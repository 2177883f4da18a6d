package dev.penstock.pipeline.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One rendering of a template: its output, dot, variables and what it may still spend. Used by one thread. */
final class Run {

    /** The most nodes executed and functions called; texts and lists that are worked on count by their length. */
    private static final long MOST_STEPS = 250_000;

    /** How many characters worked on cost as much as one step. */
    private static final int CHARACTERS_PER_STEP = 64;

    /** The longest list, and the highest number counted to. */
    static final int LONGEST_LIST = 100_000;

    /** How deep templates call each other, and lists and maps nest. */
    static final int DEEPEST = 100;

    final BoundedText out;
    final int maxText;

    @Nullable Object dot;

    @Nullable Object[] frame;

    int depth;
    private long steps = MOST_STEPS;

    Run(int maxText, Object dot, int slots) {
        this.maxText = maxText;
        this.out = new BoundedText(maxText);
        this.dot = dot;
        this.frame = new Object[slots];
        this.frame[0] = dot;
    }

    BoundedText text() {
        return new BoundedText(maxText);
    }

    void step() {
        if (--steps < 0) {
            throw tooMuch();
        }
    }

    void charge(long cost) {
        steps -= cost;
        if (steps < 0) {
            throw tooMuch();
        }
    }

    /** Charges for a value that a function takes or gives. */
    void chargeFor(@Nullable Object value) {
        if (value instanceof String s) {
            if (s.length() > maxText) {
                throw BoundedText.tooLong(maxText);
            }
            charge(s.length() / CHARACTERS_PER_STEP);
        } else if (value instanceof GoList list) {
            room(list.size());
            charge(list.size());
        }
    }

    <T> List<T> bounded(List<T> list) {
        room(list.size());
        return list;
    }

    void room(long size) {
        if (size > LONGEST_LIST) {
            throw new RenderException("a list is longer than " + LONGEST_LIST);
        }
    }

    private static RenderException tooMuch() {
        return new RenderException("the template takes too long: more than " + MOST_STEPS + " steps");
    }
}
