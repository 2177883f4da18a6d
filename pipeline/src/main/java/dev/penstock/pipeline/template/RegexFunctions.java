package dev.penstock.pipeline.template;

import java.util.ArrayList;
import java.util.List;

/** sprig's regular expressions, with and without must, and the two that Alloy defines anew. */
final class RegexFunctions {

    private RegexFunctions() {}

    static List<Function> all() {
        List<Function> all = new ArrayList<>();
        // sprig's regexMatch takes a bad expression for one that does not match.
        all.add(Function.of("regexMatch string string -> bool", (run, a) -> {
            try {
                return TemplateRegex.of(Args.text(a, 0)).matches(Args.text(a, 1));
            } catch (RenderException e) {
                return false;
            }
        }));
        all.add(Function.of(
                "mustRegexMatch string string -> bool",
                (run, a) -> TemplateRegex.of(Args.text(a, 0)).matches(Args.text(a, 1))));
        both(
                all,
                "Find string string -> string",
                (run, a) -> TemplateRegex.of(Args.text(a, 0)).find(Args.text(a, 1)));
        both(
                all,
                "FindAll string string int -> []string",
                (run, a) -> GoList.strings(
                        TemplateRegex.of(Args.text(a, 0)).findAll(run, Args.text(a, 1), Args.integer(a, 2))));
        both(
                all,
                "Split string string int -> []string",
                (run, a) -> GoList.strings(
                        TemplateRegex.of(Args.text(a, 0)).split(run, Args.text(a, 1), Args.integer(a, 2))));
        both(
                all,
                "ReplaceAll string string string -> string",
                (run, a) -> TemplateRegex.of(Args.text(a, 0)).replaceAll(run, Args.text(a, 1), Args.text(a, 2), true));
        both(
                all,
                "ReplaceAllLiteral string string string -> string",
                (run, a) -> TemplateRegex.of(Args.text(a, 0)).replaceAll(run, Args.text(a, 1), Args.text(a, 2), false));
        all.add(Function.of("regexQuoteMeta string -> string", (run, a) -> TemplateRegex.quoteMeta(Args.text(a, 0))));
        return all;
    }

    private static void both(List<Function> all, String signature, Function.Body body) {
        all.add(Function.of("regex" + signature, body));
        all.add(Function.of("mustRegex" + signature, body));
    }
}
