package dev.penstock.settings;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps apart what <code>${…}</code> means where a pipeline stands within a configuration: to the pipeline it is a group of
 * a regular expression, as in <code>replacement = "${1}"</code>, to the configuration around it a variable.
 *
 * <p>A number is a group, and so is a name that the pipeline's own text gives to a group, as in <code>(?P&lt;user&gt;…)</code>.
 * Anything else is a variable, and must have a value: a pipeline that masks secrets must not do half its work.
 */
public final class PipelineText {

    private static final String WORD = "pipeline";

    /** Without braces within: a variable's default may have such, which are found first. Two dollars escape it. */
    private static final Pattern REFERENCE = Pattern.compile("\\$\\$\\{[^{}]*}|\\$\\{([^{}]*)}");

    private static final Pattern GROUP = Pattern.compile("\\(\\?P?<([A-Za-z_]\\w*)>");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,4}");

    /** The mark that Logback leaves where a variable is not set. */
    private static final Pattern UNDEFINED = Pattern.compile("([\\w.-]*?)_IS_UNDEFINED");

    private static final String REMEDY =
            ". What to do: give the variable a value or a default, or put the pipeline into a file of its own and name it"
                    + " as pipelineFile, where nothing but Alloy's syntax counts; a group of a regular expression is a"
                    + " number, or has its name in the expression: (?P<name>…)";

    private PipelineText() {}

    /**
     * Whether a setting is a pipeline's text.
     *
     * @param setting in any way of writing
     * @return true for {@code pipeline}
     */
    public static boolean isPipeline(String setting) {
        return SettingWords.normalise(setting).equals(WORD);
    }

    /**
     * Resolves the configuration's variables in a pipeline.
     *
     * @param text as it is written
     * @param variables puts values in place of variables that have one, and leaves others as they are
     * @return the pipeline; references to groups, and those that begin with two dollars, are as they were
     * @throws IllegalArgumentException which names a variable without a value and says what to do
     */
    public static String resolve(String text, UnaryOperator<String> variables) {
        StringBuilder resolved = new StringBuilder(text.length());
        Matcher reference = REFERENCE.matcher(text);
        int from = 0;
        while (reference.find()) {
            String name = reference.group(1);
            if (name == null || isGroup(name, text)) {
                resolved.append(resolvePiece(text.substring(from, reference.start()), variables))
                        .append(reference.group());
                from = reference.end();
            }
        }
        return resolved.append(resolvePiece(text.substring(from), variables)).toString();
    }

    private static String resolvePiece(String piece, UnaryOperator<String> variables) {
        String resolved = variables.apply(piece);
        Matcher left = REFERENCE.matcher(resolved);
        if (left.find()) {
            throw new IllegalArgumentException(left.group() + " has no value" + REMEDY);
        }
        return resolved;
    }

    /**
     * Restores the references to groups of which Logback made {@code 1_IS_UNDEFINED}: it takes each for a variable.
     *
     * @param text as Logback hands it over
     * @return the pipeline as it was written
     * @throws IllegalArgumentException which names a variable without a value and says what to do
     */
    public static String restore(String text) {
        StringBuilder restored = new StringBuilder(text.length());
        Matcher mark = UNDEFINED.matcher(text);
        while (mark.find()) {
            // What stood before the reference is in the mark as well.
            String word = mark.group(1);
            int start = startOfGroup(word, text);
            if (start < 0) {
                throw new IllegalArgumentException("${" + word + "} has no value (" + mark.group() + ")" + REMEDY);
            }
            mark.appendReplacement(
                    restored, Matcher.quoteReplacement(word.substring(0, start) + "${" + word.substring(start) + "}"));
        }
        return mark.appendTail(restored).toString();
    }

    /** Where the longest name of a group begins that a word ends with; -1 when there is none. */
    private static int startOfGroup(String word, String text) {
        for (int start = 0; start < word.length(); start++) {
            if (isNumberOfGroup(word.substring(start), text) || isNameOfGroup(word.substring(start), text)) {
                return start;
            }
        }
        return -1;
    }

    private static boolean isGroup(String name, String text) {
        return NUMBER.matcher(name).matches() || isNameOfGroup(name, text);
    }

    /** A number as people write it, of no more groups than there are. */
    private static boolean isNumberOfGroup(String word, String text) {
        return NUMBER.matcher(word).matches()
                && (word.length() == 1 || word.charAt(0) != '0')
                && (word.length() == 1
                        || Integer.parseInt(word)
                                <= text.chars().filter(c -> c == '(').count());
    }

    private static boolean isNameOfGroup(String name, String text) {
        Matcher group = GROUP.matcher(text);
        while (group.find()) {
            if (group.group(1).equals(name)) {
                return true;
            }
        }
        return false;
    }
}
