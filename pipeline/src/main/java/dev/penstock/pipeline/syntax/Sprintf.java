package dev.penstock.pipeline.syntax;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The verbs of Go's {@code fmt.Sprintf} that texts need: {@code %s %d %v %q %f %x %X %t %%}, with the flags {@code - 0 +}, a width
 * and, for {@code %f} and {@code %s}, a precision. What Go would write as {@code %!d(string=a)} is refused.
 */
final class Sprintf {

    private static final int WIDEST = 10_000;

    /** From here on {@code %v} writes an exponent. Source: Go's fmt/format.go. */
    private static final int EXPONENT_FROM = 21;

    private final Arguments arguments;
    private final String format;
    private final StringBuilder out = new StringBuilder();
    private int at;
    private int argument;
    private boolean left;
    private boolean zeros;
    private boolean plus;
    private int width;
    private int precision;

    Sprintf(Arguments arguments) {
        this.arguments = arguments;
        this.format = arguments.text(0);
    }

    String format() {
        argument = 1;
        while (at < format.length()) {
            char c = format.charAt(at++);
            if (c == '%') {
                verb();
            } else {
                out.append(c);
            }
        }
        if (argument < arguments.count()) {
            throw arguments.error(argument, "is not used; expected a verb such as %s for it");
        }
        return out.toString();
    }

    private void verb() {
        int start = at - 1;
        flags();
        width = number();
        precision = -1;
        if (at < format.length() && format.charAt(at) == '.') {
            at++;
            precision = number();
        }
        if (at >= format.length()) {
            throw refused(start);
        }
        char verb = format.charAt(at++);
        if (verb == '%') {
            out.append('%');
            return;
        }
        if ("sdvqfxXt".indexOf(verb) < 0 || precision >= 0 && verb != 'f' && verb != 's') {
            throw refused(start);
        }
        if (argument >= arguments.count()) {
            throw arguments.error(0, "has the verb " + format.substring(start, at) + " and no argument for it");
        }
        pad(text(verb, arguments.value(argument)));
        argument++;
    }

    private void flags() {
        left = false;
        zeros = false;
        plus = false;
        for (; at < format.length(); at++) {
            switch (format.charAt(at)) {
                case '-' -> left = true;
                case '0' -> zeros = true;
                case '+' -> plus = true;
                default -> {
                    return;
                }
            }
        }
    }

    private int number() {
        int number = 0;
        while (at < format.length() && format.charAt(at) >= '0' && format.charAt(at) <= '9') {
            number = number * 10 + format.charAt(at++) - '0';
            if (number > WIDEST) {
                throw arguments.error(0, "has a width of more than " + WIDEST + "; expected less");
            }
        }
        return number;
    }

    private String text(char verb, Value value) {
        return switch (verb) {
            case 's' -> {
                String text = characters(verb, value);
                yield precision < 0 || precision >= text.codePointCount(0, text.length())
                        ? text
                        : text.substring(0, text.offsetByCodePoints(0, precision));
            }
            case 'q' -> Quotes.quoted(characters(verb, value));
            case 'd' -> signed(whole(verb, value).toBigIntegerExact().toString());
            case 'x', 'X' -> hex(verb, value);
            case 'f' -> {
                if (value instanceof Value.Numeral number && number.floating()) {
                    BigDecimal exact = new BigDecimal(number.value().doubleValue());
                    yield signed(exact.setScale(precision < 0 ? 6 : precision, RoundingMode.HALF_EVEN)
                            .toPlainString());
                }
                throw wrong(verb, "a floating-point number, such as 1.0");
            }
            case 't' -> {
                if (value instanceof Value.Truth) {
                    yield value.toString();
                }
                throw wrong(verb, "true or false");
            }
            default -> general(value);
        };
    }

    private String general(Value value) {
        if (value instanceof Value.Text text) {
            return text.value();
        }
        if (value instanceof Value.Numeral number) {
            return signed(number.floating() ? general(number.value()) : number.toString());
        }
        if (value instanceof Value.Truth) {
            return value.toString();
        }
        if (value instanceof Value.Nothing) {
            return "<nil>";
        }
        if (value instanceof Value.Elements list) {
            return list.elements().stream().map(this::general).collect(Collectors.joining(" ", "[", "]"));
        }
        if (value instanceof Value.Fields map) {
            List<String> keys = map.fields().keySet().stream().sorted().toList();
            return keys.stream()
                    .map(key -> key + ":" + general(map.fields().getOrDefault(key, new Value.Nothing())))
                    .collect(Collectors.joining(" ", "map[", "]"));
        }
        throw wrong('v', "a string, a number, a bool, a list or a map");
    }

    /** As {@code %v} writes a float64. */
    private static String general(BigDecimal value) {
        if (value.signum() == 0) {
            return "0";
        }
        BigDecimal stripped = value.stripTrailingZeros();
        int exponent = stripped.precision() - stripped.scale() - 1;
        if (exponent >= -4 && exponent < EXPONENT_FROM) {
            return stripped.toPlainString();
        }
        String digits = stripped.unscaledValue().abs().toString();
        String sign = stripped.signum() < 0 ? "-" : "";
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        String power = Math.abs(exponent) < 10 ? "0" + Math.abs(exponent) : String.valueOf(Math.abs(exponent));
        return sign + digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + power;
    }

    private String hex(char verb, Value value) {
        String hex = value instanceof Value.Text text
                ? HexFormat.of().formatHex(text.value().getBytes(StandardCharsets.UTF_8))
                : signed(whole(verb, value).toBigIntegerExact().toString(16));
        return verb == 'X' ? Strings.toUpper(hex) : hex;
    }

    private String characters(char verb, Value value) {
        if (value instanceof Value.Text text) {
            return text.value();
        }
        throw wrong(verb, value instanceof Value.Numeral ? "a string; %v or %d takes a number" : "a string");
    }

    private BigDecimal whole(char verb, Value value) {
        if (value instanceof Value.Numeral number && !number.floating()) {
            return number.value();
        }
        throw wrong(verb, "a whole number");
    }

    private String signed(String number) {
        return plus && !number.startsWith("-") ? "+" + number : number;
    }

    private void pad(String text) {
        String padding = " ".repeat(Math.max(0, width - text.codePointCount(0, text.length())));
        if (left) {
            out.append(text).append(padding);
        } else if (zeros) {
            boolean sign = text.startsWith("-") || text.startsWith("+");
            out.append(sign ? text.substring(0, 1) : "")
                    .append(padding.replace(' ', '0'))
                    .append(sign ? text.substring(1) : text);
        } else {
            out.append(padding).append(text);
        }
    }

    private SyntaxException wrong(char verb, String expected) {
        Value value = arguments.value(argument);
        return arguments.error(argument, "is " + value.kind() + "; %" + verb + " expected " + expected);
    }

    private SyntaxException refused(int start) {
        return arguments.error(
                0,
                "has the verb '" + format.substring(start, Math.min(at, format.length()))
                        + "', which is not supported; expected one of %s %d %v %q %f %x %X %t %%, with a width such as %5d and"
                        + " a precision such as %.2f");
    }
}
