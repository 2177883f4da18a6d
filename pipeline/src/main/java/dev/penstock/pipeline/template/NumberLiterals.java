package dev.penstock.pipeline.template;

import dev.penstock.pipeline.text.GoFloat;
import org.jspecify.annotations.Nullable;

/** Numbers and characters as templates write them. */
final class NumberLiterals {

    private NumberLiterals() {}

    /** The number, {@code null} when the text is none. */
    static Expr.@Nullable NumberConstant parse(String text) {
        if (text.startsWith("'")) {
            String value = Escapes.unquote(text, 1, text.length() - 1);
            long code = value.codePointAt(0);
            return new Expr.NumberConstant(text, code, code, false);
        }
        Long integer = Casts.parseInt(text, 0);
        if (integer != null) {
            return new Expr.NumberConstant(text, integer, integer, false);
        }
        Double real = GoFloat.parseOrNull(text);
        if (real == null || text.indexOf('n') >= 0 || text.indexOf('N') >= 0) {
            return null;
        }
        boolean looksReal = text.indexOf('.') >= 0
                || text.indexOf('e') >= 0
                || text.indexOf('E') >= 0
                || text.indexOf('p') >= 0
                || text.indexOf('P') >= 0;
        if (!looksReal) {
            // An integer of more than 64 bits.
            return null;
        }
        boolean whole = real == Math.rint(real) && Math.abs(real) < 0x1p63;
        return new Expr.NumberConstant(text, whole ? (Long) real.longValue() : null, real, true);
    }
}
