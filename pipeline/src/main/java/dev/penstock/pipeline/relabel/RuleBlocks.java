package dev.penstock.pipeline.relabel;

import dev.penstock.pipeline.syntax.Block;
import dev.penstock.pipeline.syntax.BlockReader;
import dev.penstock.pipeline.syntax.Parser;
import dev.penstock.pipeline.syntax.Position;
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

    private static final List<String> ATTRIBUTES =
            List.of("source_labels", "separator", "regex", "modulus", "target_label", "replacement", "action");

    private RuleBlocks() {}

    static List<RelabelRule> read(String text) {
        List<Statement> statements = Parser.parse(text);
        List<RelabelRule> rules = new ArrayList<>(statements.size());
        for (Statement statement : statements) {
            rules.add(rule(block(statement), rules.size() + 1));
        }
        if (rules.isEmpty()) {
            throw new SyntaxException(new Position(1, 1), "there are no rules; expected one or more blocks rule { … }");
        }
        return rules;
    }

    private static Block block(Statement statement) {
        if (!(statement instanceof Block block) || !BLOCKS.contains(statement.name())) {
            throw new SyntaxException(
                    statement.position(), "found '" + statement.name() + "', expected a block rule { … }");
        }
        if (block.label() != null) {
            throw new SyntaxException(
                    block.position(),
                    "found the label \"" + block.label() + "\", expected " + block.name() + " { … } without one");
        }
        return block;
    }

    private static RelabelRule rule(Block block, int number) {
        BlockReader reader = read(block, number);
        RelabelRule.Builder rule = RelabelRule.builder();
        try {
            set(reader.texts("source_labels"), rule::sourceLabels);
            set(reader.text("separator"), rule::separator);
            set(reader.text("regex"), rule::regex);
            set(reader.unsigned("modulus"), rule::unsignedModulus);
            set(reader.text("target_label"), rule::targetLabel);
            set(reader.text("replacement"), rule::replacement);
            set(reader.text("action"), word -> rule.action(action(word)));
            return rule.build();
        } catch (RelabelRuleException e) {
            throw error(reader.position(e.setting()), number, String.valueOf(e.getMessage()));
        } catch (SyntaxException e) {
            throw error(e, number);
        }
    }

    private static BlockReader read(Block block, int number) {
        try {
            return new BlockReader(block, ATTRIBUTES);
        } catch (SyntaxException e) {
            throw error(e, number);
        }
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

    private static SyntaxException error(SyntaxException e, int number) {
        return error(e.position(), number, e.problem());
    }

    private static SyntaxException error(Position position, int number, String problem) {
        return new SyntaxException(position, "rule " + number + ": " + problem);
    }
}
