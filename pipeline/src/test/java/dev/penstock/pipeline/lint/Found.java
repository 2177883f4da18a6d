package dev.penstock.pipeline.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.pipeline.syntax.Evaluator;
import dev.penstock.pipeline.syntax.Parser;
import dev.penstock.pipeline.syntax.Problem;
import java.util.List;

/** Looks for mistakes in texts. */
final class Found {

    private Found() {}

    static List<Problem> in(String text) {
        return Lints.of(Parser.parse(text), Evaluator.withEnvironment(name -> null));
    }

    /** What is found is exactly one thing: it begins with severity and position, and says all of this. */
    static void one(String mistake, String place, String... words) {
        List<String> found = in(mistake).stream().map(Found::written).toList();
        assertThat(found).hasSize(1);
        assertThat(found.get(0)).startsWith(place + ": ").contains("What to do").contains(words);
    }

    static void nothing(String correct) {
        assertThat(in(correct)).isEmpty();
    }

    static String written(Problem problem) {
        return problem.severity() + " " + problem;
    }

    /** Each text of a table is one block, or several, each on lines of its own. */
    static String lines(String table) {
        return table.replace(" ; ", "\n");
    }
}
