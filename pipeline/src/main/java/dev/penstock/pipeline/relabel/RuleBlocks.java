package dev.penstock.pipeline.relabel;

import dev.penstock.pipeline.syntax.Block;
import dev.penstock.pipeline.syntax.BlockReader;
import dev.penstock.pipeline.syntax.Evaluator;
import dev.penstock.pipeline.syntax.Parser;
import dev.penstock.pipeline.syntax.Position;
import dev.penstock.pipeline.syntax.Problem;
import dev.penstock.pipeline.syntax.Statement;
import dev.penstock.pipeline.syntax.SyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rules from blocks in Alloy's syntax. */
final class RuleBlocks {

    private static final List<String> BLOCKS = List.of("rule", "write_relabel_config");

    private RuleBlocks() {}

    static List<RelabelRule> read(String text) {
        Evaluator evaluator = Evaluator.standard();
        List<Statement> statements = Parser.parse(text);
        List<RelabelRule> rules = new ArrayList<>(statements.size());
        List<Problem> problems = new ArrayList<>();
        int number = 0;
        for (Statement statement : statements) {
            number++;
            String prefix = "";
            try {
                Block block = block(statement);
                prefix = "rule " + number + ": ";
                rules.add(BlockReader.read(block, evaluator, RuleBlocks::rule));
            } catch (SyntaxException e) {
                add(problems, e, prefix);
            }
        }
        if (!problems.isEmpty()) {
            throw new SyntaxException(problems);
        }
        if (rules.isEmpty()) {
            throw new SyntaxException(new Position(1, 1), "there are no rules; expected one or more blocks rule { … }");
        }
        return rules;
    }

    private static void add(List<Problem> problems, SyntaxException e, String prefix) {
        for (Problem problem : e.problems()) {
            problems.add(Problem.error(problem.span(), prefix + problem.message()));
        }
    }

    /** Reads one block, whatever it is called. */
    static RelabelRule rule(BlockReader reader) {
        reader.noLabel();
        RelabelRule.Builder rule = RelabelRule.builder();
        List<String> sourceLabels = reader.texts("source_labels");
        String separator = reader.text("separator");
        String regex = reader.text("regex");
        Long modulus = reader.unsigned("modulus");
        String targetLabel = reader.text("target_label");
        String replacement = reader.text("replacement");
        String action = reader.text("action");
        reader.finish();
        try {
            set(sourceLabels, rule::sourceLabels);
            set(separator, rule::separator);
            set(regex, rule::regex);
            set(modulus, rule::unsignedModulus);
            set(targetLabel, rule::targetLabel);
            set(replacement, rule::replacement);
            set(action, word -> rule.action(action(word)));
            return rule.build();
        } catch (RelabelRuleException e) {
            throw reader.error(e.setting(), String.valueOf(e.getMessage()));
        }
    }

    private static Block block(Statement statement) {
        if (!(statement instanceof Block block) || !BLOCKS.contains(statement.name())) {
            throw new SyntaxException(
                    statement.span(), "found '" + statement.name() + "', expected a block rule { … }");
        }
        if (block.label() != null) {
            throw new SyntaxException(
                    block.span(),
                    "found the label \"" + block.label() + "\", expected " + block.name() + " { … } without one");
        }
        return block;
    }

    private static Action action(String word) {
        Action action = Action.of(word);
        if (action == null) {
            throw new RelabelRuleException(
                    "action",
                    "action '" + word + "' is not accepted; expected one of "
                            + Arrays.stream(Action.values()).map(Action::word).collect(Collectors.joining(", "))
                            + " (in lower case)");
        }
        return action;
    }

    private static <T> void set(@Nullable T value, Consumer<T> setting) {
        if (value != null) {
            setting.accept(value);
        }
    }
}
