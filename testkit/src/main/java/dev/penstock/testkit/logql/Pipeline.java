package dev.penstock.testkit.logql;

import java.util.List;
import java.util.regex.Pattern;

/** Reads the filters behind a selector. */
final class Pipeline {

    private final Tokens tokens;

    Pipeline(Tokens tokens) {
        this.tokens = tokens;
    }

    void readInto(List<Stage> stages) throws LogQlException {
        while (tokens.kind() == Tokens.Kind.SYMBOL) {
            switch (tokens.value()) {
                case "|=", "!=", "|~", "!~" -> stages.add(lineFilter(tokens.value()));
                case "|" -> {
                    tokens.advance();
                    stages.add(alternatives());
                }
                case "|>", "!>" -> throw unsupported("pattern filter " + tokens.value());
                default -> {
                    return;
                }
            }
        }
    }

    private Stage lineFilter(String operator) throws LogQlException {
        tokens.advance();
        if (tokens.kind() != Tokens.Kind.STRING) {
            throw unsupported("line filter with " + tokens.value());
        }
        String value = tokens.value();
        tokens.advance();
        if (tokens.is("or")) {
            throw unsupported("\"or\" between line filters");
        }
        boolean wanted = operator.startsWith("|");
        if (operator.endsWith("=")) {
            return (line, labels) -> line.contains(value) == wanted;
        }
        Pattern pattern = Regex.compile(value, 0);
        return (line, labels) -> pattern.matcher(line).find() == wanted;
    }

    private Stage alternatives() throws LogQlException {
        Stage left = conjunction();
        while (tokens.is("or")) {
            tokens.advance();
            Stage first = left;
            Stage second = conjunction();
            left = (line, labels) -> first.keeps(line, labels) || second.keeps(line, labels);
        }
        return left;
    }

    private Stage conjunction() throws LogQlException {
        Stage left = labelFilter();
        while (tokens.is("and") || tokens.is(",")) {
            tokens.advance();
            Stage first = left;
            Stage second = labelFilter();
            left = (line, labels) -> first.keeps(line, labels) && second.keeps(line, labels);
        }
        return left;
    }

    private Stage labelFilter() throws LogQlException {
        if (tokens.is("(")) {
            tokens.advance();
            Stage inner = alternatives();
            if (!tokens.is(")")) {
                throw tokens.error("syntax error: unexpected " + tokens.value() + ", expecting )");
            }
            tokens.advance();
            return inner;
        }
        String name = tokens.value();
        LogQlException stage = unsupported("stage | " + name);
        if (tokens.kind() != Tokens.Kind.NAME) {
            throw stage;
        }
        tokens.advance();
        String operator = tokens.value();
        if (!List.of("=", "!=", "=~", "!~").contains(operator) || tokens.kind() != Tokens.Kind.SYMBOL) {
            throw List.of("==", ">", ">=", "<", "<=").contains(operator)
                    ? unsupported("comparison " + operator)
                    : stage;
        }
        tokens.advance();
        if (tokens.kind() != Tokens.Kind.STRING) {
            throw unsupported("label filter with " + tokens.value());
        }
        LabelMatcher matcher = LabelMatcher.of(name, operator, tokens.value());
        tokens.advance();
        return (line, labels) -> matcher.matches(labels);
    }

    private LogQlException unsupported(String what) {
        return tokens.error("syntax error: " + what + " is not supported by the embedded backend");
    }
}
