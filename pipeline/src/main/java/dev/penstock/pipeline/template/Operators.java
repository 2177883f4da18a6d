package dev.penstock.pipeline.template;

import java.util.List;

/** What to write instead of the operators of other languages, which Go's templates do not have. */
final class Operators {

    private record Operator(String sign, String instead) {}

    private static final List<Operator> OPERATORS = List.of(
            new Operator("==", "eq .a \"b\""),
            new Operator("!=", "ne .a \"b\""),
            new Operator("<=", "le .a .b"),
            new Operator(">=", "ge .a .b"),
            new Operator("<", "lt .a .b"),
            new Operator(">", "gt .a .b"),
            new Operator("&&", "and .a .b"),
            new Operator("||", "or .a .b"),
            new Operator("!", "not .a"),
            new Operator("+", "add .a .b for numbers, print .a .b or {{ .a }}{{ .b }} for texts"),
            new Operator("-", "sub .a .b"),
            new Operator("*", "mul .a .b"),
            new Operator("/", "div .a .b"),
            new Operator("%", "mod .a .b"),
            new Operator("?", "ternary \"then\" \"else\" (eq .a \"b\")"));

    private Operators() {}

    static String hint(String text, int at) {
        for (Operator operator : OPERATORS) {
            if (text.startsWith(operator.sign(), at)) {
                return "templates have no operator '" + operator.sign() + "': write " + operator.instead();
            }
        }
        return "unexpected '" + text.charAt(at) + "' in an action";
    }
}
