package dev.penstock.pipeline.lint;

import dev.penstock.pipeline.syntax.Block;
import dev.penstock.pipeline.syntax.Evaluator;
import dev.penstock.pipeline.syntax.Problem;
import dev.penstock.pipeline.syntax.Statement;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** {@code loki.write}: a URL without the path that Alloy needs. */
final class EndpointLint {

    private static final Pattern HOST_ONLY = Pattern.compile("https?://[^/?#]+/?");

    private EndpointLint() {}

    static void check(List<Statement> body, Evaluator evaluator, Consumer<Problem> out) {
        for (Statement each : body) {
            if (!(each instanceof Block block) || !block.name().equals("loki.write")) {
                continue;
            }
            for (BlockValues endpoint : new BlockValues(block, evaluator).blocks("endpoint")) {
                if (HOST_ONLY.matcher(endpoint.text("url")).matches()) {
                    out.accept(
                            Problem.note(
                                    endpoint.span("url"),
                                    "the URL has no path: here /loki/api/v1/push is added, while Alloy posts to the root and finds nothing"
                                            + " there. What to do, where Alloy uses this file too: add /loki/api/v1/push to the URL"));
                }
            }
        }
    }
}
