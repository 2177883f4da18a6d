package dev.penstock.pipeline.template;

import dev.penstock.pipeline.text.GoFloat;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.LongBinaryOperator;
import org.jspecify.annotations.Nullable;

/** sprig's arithmetic. Integer functions give int64, which Go does not take for int: that is what {@code int} is for. */
final class NumberFunctions {

    /** The digits after the point a decimal division has. */
    private static final int DIVISION_DIGITS = 16;

    private static final SecureRandom RANDOM = new SecureRandom();

    private NumberFunctions() {}

    static List<Function> all() {
        List<Function> all = new ArrayList<>(List.of(
                Function.of("int any -> int", (run, a) -> Casts.toLong(a[0])),
                Function.of("int64 any -> int64", (run, a) -> SizedInt.int64(Casts.toLong(a[0]))),
                Function.of("float64 any -> float64", (run, a) -> Casts.toDouble(a[0])),
                Function.of("atoi string -> int", (run, a) -> atoi(Args.text(a, 0))),
                Function.of("toDecimal any -> int64", (run, a) -> {
                    Long number = Casts.parseInt(Formatter.text(run, a[0]), 8);
                    return SizedInt.int64(number == null ? 0 : number);
                }),
                Function.of("add1 any -> int64", (run, a) -> SizedInt.int64(Casts.toLong(a[0]) + 1)),
                integers("add any...", 0, Long::sum),
                Function.of(
                        "sub any any -> int64", (run, a) -> SizedInt.int64(Casts.toLong(a[0]) - Casts.toLong(a[1]))),
                Function.of(
                        "div any any -> int64", (run, a) -> SizedInt.int64(Casts.toLong(a[0]) / Casts.toLong(a[1]))),
                Function.of(
                        "mod any any -> int64", (run, a) -> SizedInt.int64(Casts.toLong(a[0]) % Casts.toLong(a[1]))),
                integers("mul any any...", 1, (x, y) -> x * y),
                integers("max any any...", null, Math::max),
                integers("biggest any any...", null, Math::max),
                integers("min any any...", null, Math::min),
                Function.of("maxf any any... -> float64", (run, a) -> extreme(a, Math::max)),
                Function.of("minf any any... -> float64", (run, a) -> extreme(a, Math::min)),
                Function.of(
                        "add1f any -> float64", (run, a) -> decimals(new Object[] {a[0], 1L}, null, BigDecimal::add)),
                Function.of("addf any... -> float64", (run, a) -> decimals(a, BigDecimal.ZERO, BigDecimal::add)),
                Function.of("subf any any... -> float64", (run, a) -> decimals(a, null, BigDecimal::subtract)),
                Function.of("mulf any any... -> float64", (run, a) -> decimals(a, null, BigDecimal::multiply)),
                Function.of("divf any any... -> float64", (run, a) -> decimals(a, null, NumberFunctions::divide)),
                Function.of("floor any -> float64", (run, a) -> Math.floor(Casts.toDouble(a[0]))),
                Function.of("ceil any -> float64", (run, a) -> Math.ceil(Casts.toDouble(a[0]))),
                Function.of("round any int float... -> float64", (run, a) -> round(a)),
                Function.of(
                        "until int -> []int",
                        (run, a) -> new GoList("int", steps(0, Args.integer(a, 0), Args.integer(a, 0) < 0 ? -1 : 1))),
                Function.of(
                        "untilStep int int int -> []int",
                        (run, a) ->
                                new GoList("int", steps(Args.integer(a, 0), Args.integer(a, 1), Args.integer(a, 2))))));
        all.add(Function.of("seq int... -> string", (run, a) -> seq(run, a)));
        all.add(Function.of("randInt int int -> int", (run, a) -> {
            long least = Args.integer(a, 0);
            long beyond = Args.integer(a, 1);
            if (beyond <= least) {
                throw new RenderException("error calling randInt: " + beyond + " is not above " + least);
            }
            return RANDOM.nextLong(least, beyond);
        }));
        return all;
    }

    private static Function integers(String usage, @Nullable Integer start, LongBinaryOperator operator) {
        return Function.of(usage + " -> int64", (run, a) -> {
            long result = start == null ? Casts.toLong(a[0]) : start;
            for (int i = start == null ? 1 : 0; i < a.length; i++) {
                result = operator.applyAsLong(result, Casts.toLong(a[i]));
            }
            return SizedInt.int64(result);
        });
    }

    private static double extreme(@Nullable Object[] args, java.util.function.DoubleBinaryOperator operator) {
        double result = Casts.toDouble(args[0]);
        for (int i = 1; i < args.length; i++) {
            result = operator.applyAsDouble(result, Casts.toDouble(args[i]));
        }
        return result;
    }

    /** sprig calculates with decimals, so that 0.1 and 0.2 make 0.3. */
    private static double decimals(
            @Nullable Object[] args, @Nullable BigDecimal start, BinaryOperator<BigDecimal> operator) {
        BigDecimal result = start == null ? decimal(args[0]) : start;
        for (int i = start == null ? 1 : 0; i < args.length; i++) {
            result = operator.apply(result, decimal(args[i]));
            if (result.precision() > 10_000) {
                throw new RenderException("a number has more than 10000 digits");
            }
        }
        return result.doubleValue();
    }

    private static BigDecimal decimal(@Nullable Object value) {
        double number = Casts.toDouble(value);
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            throw new RenderException("cannot calculate with " + FloatFormat.shortest(number));
        }
        BigDecimal size = GoFloat.shortest(Math.abs(number));
        return number < 0 ? size.negate() : size;
    }

    private static BigDecimal divide(BigDecimal dividend, BigDecimal divisor) {
        if (divisor.signum() == 0) {
            throw new RenderException("error calling divf: decimal division by 0");
        }
        return dividend.divide(divisor, DIVISION_DIGITS, RoundingMode.HALF_UP);
    }

    private static double round(@Nullable Object[] args) {
        double roundOn = args.length > 2 ? Args.real(args, 2) : .5;
        double power = Math.pow(10, Args.integer(args, 1));
        double scaled = power * Casts.toDouble(args[0]);
        // The sign stays with the fraction, so a negative number goes to the next below.
        double fraction = scaled - (scaled < 0 ? Math.ceil(scaled) : Math.floor(scaled));
        return (fraction >= roundOn ? Math.ceil(scaled) : Math.floor(scaled)) / power;
    }

    /** As strconv.Atoi without its error: 0 for what is no number, the nearest for what is too large. */
    private static long atoi(String text) {
        Long number = Casts.parseInt(text, 10);
        if (number != null) {
            return number;
        }
        String digits = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        boolean numeric = !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return !numeric ? 0 : text.startsWith("-") ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    private static List<@Nullable Object> steps(long start, long stop, long step) {
        List<@Nullable Object> numbers = new ArrayList<>();
        if (stop < start ? step >= 0 : step <= 0) {
            return numbers;
        }
        for (long i = start; stop < start ? i > stop : i < stop; i += step) {
            numbers.add(i);
            if (numbers.size() > Run.LONGEST_LIST) {
                throw new RenderException("a list is longer than " + Run.LONGEST_LIST);
            }
            if (step > 0 ? i > Long.MAX_VALUE - step : i < Long.MIN_VALUE - step) {
                break;
            }
        }
        return numbers;
    }

    private static String seq(Run run, @Nullable Object[] args) {
        if (args.length == 0 || args.length > 3) {
            return "";
        }
        long start = args.length == 1 ? 1 : Args.integer(args, 0);
        long end = Args.integer(args, args.length == 1 ? 0 : args.length - 1);
        long direction = end < start ? -1 : 1;
        long step = args.length == 3 ? Args.integer(args, 1) : direction;
        if (args.length == 3 && end < start && step > 0) {
            return "";
        }
        List<String> texts = new ArrayList<>();
        for (Object number : steps(start, end + direction, step)) {
            texts.add(String.valueOf(number));
        }
        return Strings.join(run, texts, " ");
    }
}
