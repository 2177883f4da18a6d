package dev.penstock.logback;

import dev.penstock.process.BulkValues;
import org.jspecify.annotations.Nullable;

/**
 * Formats a message into a builder, as SLF4J's {@code MessageFormatter} does into a string: <code>{}</code> stands for an
 * argument, <code>\{}</code> for itself, <code>\\{}</code> for a backslash and an argument.
 */
final class MessageFormat {

    private MessageFormat() {}

    /**
     * Appends a message.
     *
     * @param pattern with placeholders; null gives {@code null}
     * @param arguments none of them an array
     * @param out takes the message
     */
    static void append(@Nullable String pattern, @Nullable Object[] arguments, StringBuilder out) {
        if (pattern == null) {
            out.append("null");
            return;
        }
        int from = 0;
        int next = 0;
        while (next < arguments.length) {
            int at = pattern.indexOf("{}", from);
            if (at < 0) {
                break;
            }
            boolean escaped = at > 0 && pattern.charAt(at - 1) == '\\';
            if (escaped && !(at > 1 && pattern.charAt(at - 2) == '\\')) {
                out.append(pattern, from, at - 1).append('{');
                from = at + 1;
                continue;
            }
            // Of an escaped backslash one of the two stays.
            out.append(pattern, from, escaped ? at - 1 : at);
            append(arguments[next++], out);
            from = at + 2;
        }
        out.append(pattern, from, pattern.length());
    }

    private static void append(@Nullable Object value, StringBuilder out) {
        if (value instanceof String text) {
            out.append(text);
        } else if (value instanceof Integer number) {
            out.append(number.intValue());
        } else if (value instanceof Long number) {
            out.append(number.longValue());
        } else {
            out.append(BulkValues.text(value));
        }
    }
}
