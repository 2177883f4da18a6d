package dev.penstock.pipeline.lint;

import dev.penstock.pipeline.lint.Step.Read;
import dev.penstock.pipeline.syntax.Names;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the value that was meant by the name of one that there is not. */
final class Misspelling {

    private Misspelling() {}

    /** Whether what a stage reads has a value when the stage is reached, as far as the text tells. */
    static boolean isThere(Flow flow, Step step, Read read) {
        return Words.isOfEvent(read.name())
                || flow.writerBefore(step, read.name()) != null
                || flow.otherLabels().test(read.name())
                || isLabel(flow, step, read);
    }

    /** Labels are among what is extracted when a component begins, and again within a match; metadata is made of labels, too. */
    private static boolean isLabel(Flow flow, Step step, Read read) {
        Step labeller = flow.labellerBefore(step, read.name());
        return labeller != null
                && (read.role() == Step.Role.METADATA || step.parent != null && labeller.index < step.parent.index);
    }

    /** The name of a value that there is, and that was meant; null when there is none like it. */
    static @Nullable String meant(Flow flow, Step step, Read read) {
        if (isThere(flow, step, read)) {
            return null;
        }
        List<String> unread = new ArrayList<>();
        for (String each : flow.writtenBefore(step)) {
            if (Words.bare(each).equals(Words.bare(read.name()))) {
                return each;
            }
            if (!flow.isRead(each)) {
                unread.add(each);
            }
        }
        return Names.closest(read.name(), unread);
    }

    /** The names that were meant by others that are read, but do not exist. */
    static Set<String> allMeant(Flow flow) {
        Set<String> names = new HashSet<>();
        for (Step step : flow.steps()) {
            for (Read read : step.reads) {
                String name = meant(flow, step, read);
                if (name != null) {
                    names.add(name);
                }
            }
        }
        return names;
    }
}
