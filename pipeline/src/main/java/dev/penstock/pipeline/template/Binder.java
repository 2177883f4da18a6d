package dev.penstock.pipeline.template;

import dev.penstock.pipeline.syntax.Names;
import dev.penstock.pipeline.template.Lexer.Token;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes calls of names and arguments: finds the function, counts, and gives constants the type the parameter wants. */
final class Binder {

    private final String text;
    private final Consumer<TemplateException> mistakes;
    private final Set<String> used = new TreeSet<>();

    Binder(String text, Consumer<TemplateException> mistakes) {
        this.text = text;
        this.mistakes = mistakes;
    }

    List<String> used() {
        return List.copyOf(used);
    }

    /** What Go finds only when it comes by: told now, and failing then. */
    Expr mistake(int offset, String problem) {
        mistakes.accept(new TemplateException(text, offset, problem));
        return new Expr.Failing(problem);
    }

    /** The call; the value of the pipeline before is the last of the arguments, marked as {@link Expr.Piped}. */
    Expr call(Token name, List<Expr> args) {
        String function = name.text();
        String refused = Functions.refusal(function);
        if (refused != null) {
            throw new TemplateException(
                    text, name.offset(), "the function " + function + " is not supported: " + refused);
        }
        used.add(function);
        if (function.equals("and") || function.equals("or")) {
            if (args.isEmpty()) {
                return mistake(name.offset(), function + " needs at least one argument");
            }
            return new Expr.Logic(function.equals("or"), args.toArray(new Expr[0]));
        }
        Function known = Functions.find(function);
        if (known == null) {
            throw new TemplateException(
                    text,
                    name.offset(),
                    "unknown function '" + function + "'" + Names.didYouMean(function, Functions.names())
                            + (Names.didYouMean(function, Functions.names()).isEmpty() ? "." : "")
                            + " A value is read with a dot before its name (." + function
                            + "), a text is written in quotes");
        }
        String miscounted = known.miscounted(args.size());
        if (miscounted != null) {
            return mistake(name.offset(), miscounted);
        }
        Expr[] bound = new Expr[args.size()];
        for (int i = 0; i < bound.length; i++) {
            String problem = misfit(known.parameter(i), args.get(i));
            if (problem != null) {
                return mistake(
                        name.offset(),
                        "wrong type for argument " + (i + 1) + " of " + function + ": " + problem + "; usage: "
                                + known.usage());
            }
            bound[i] = fit(known.parameter(i), args.get(i));
        }
        String badRegex = badRegex(function, args);
        return badRegex == null ? new Call(known, bound) : mistake(name.offset(), badRegex);
    }

    private static @Nullable String misfit(Function.Parameter parameter, Expr arg) {
        if (parameter == Function.Parameter.ANY || arg instanceof Expr.Failing) {
            return null;
        }
        if (arg instanceof Expr.NumberConstant number) {
            boolean fits = parameter == Function.Parameter.FLOAT
                    || (parameter == Function.Parameter.INT && number.integer() != null);
            return fits ? null : "expected " + parameter.type() + ", found " + number.text();
        }
        if (arg instanceof Expr.Constant constant && constant.value() == null) {
            return parameter == Function.Parameter.MAP ? null : "expected " + parameter.type() + ", found nil";
        }
        String type = arg.type();
        if (type == null || type.equals(parameter.type())) {
            return null;
        }
        String remedy = type.equals("int64") && parameter == Function.Parameter.INT ? " (convert it with int)" : "";
        return "expected " + parameter.type() + ", found " + type + remedy;
    }

    private static Expr fit(Function.Parameter parameter, Expr arg) {
        if (arg instanceof Expr.NumberConstant number) {
            if (parameter == Function.Parameter.FLOAT) {
                return new Expr.Constant(number.real());
            }
            if (parameter == Function.Parameter.INT && number.integer() != null) {
                return new Expr.Constant(number.integer());
            }
            return new Expr.Constant(
                    number.integer() == null || number.ideallyReal() ? (Object) number.real() : number.integer());
        }
        return arg;
    }

    private static @Nullable String badRegex(String function, List<Expr> args) {
        boolean regex = function.startsWith("regex") || function.startsWith("mustRegex");
        if (regex
                && args.get(0) instanceof Expr.Constant constant
                && constant.value() instanceof String expression
                && !function.equals("regexQuoteMeta")) {
            try {
                TemplateRegex.of(expression);
            } catch (RenderException e) {
                return e.getMessage();
            }
        }
        return null;
    }
}
