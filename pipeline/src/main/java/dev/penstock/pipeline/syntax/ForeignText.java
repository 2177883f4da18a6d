package dev.penstock.pipeline.syntax;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Recognizes what is often pasted instead of, or around, a text in Alloy's syntax. Only asked when that text cannot be read. */
final class ForeignText {

    private static final Pattern FENCE = Pattern.compile("(?m)^[ \\t]*(```|~~~)");

    private static final Pattern CONFIG_MAP = Pattern.compile(
            "(?m)^[ \\t]*(-[ \\t]+)?(\"?[\\w.-]+\\.(alloy|river)\"?|content|config)[ \\t]*:[ \\t]*[|>]");

    private static final Pattern PROMTAIL = Pattern.compile(
            "(?m)^[ \\t]*(-[ \\t]+)?(pipeline_stages|scrape_configs|positions|clients):[ \\t]*(#.*)?\\r?$");

    private static final Pattern PROMTAIL_STAGE = Pattern.compile("(?m)^[ \\t]*-[ \\t]+"
            + "(json|logfmt|regex|cri|docker|template|labels|static_labels|labeldrop|labelallow|structured_metadata|timestamp"
            + "|output|match|drop|limit|sampling|tenant|metrics|multiline|pack|replace|decolorize|geoip)"
            + ":[ \\t]*(\\{.*)?\\r?$");

    private static final Pattern RELABEL_CONFIGS =
            Pattern.compile("(?m)^[ \\t]*-?[ \\t]*((write_|metric_)?relabel_configs|source_labels|target_label):");

    private static final Pattern YAML_LINE =
            Pattern.compile("---|-[ \\t]+[\\w./-]+:.*|[\\w./-]+:([ \\t]*[|>][-+]?)?[ \\t]*(#.*)?|apiVersion:.*");

    private ForeignText() {}

    /** What the text is instead, {@code null} when nothing is recognized. */
    static @Nullable Problem recognize(String text) {
        Problem problem = found(
                text,
                FENCE,
                0,
                "this is Markdown around the configuration; paste what stands between the lines with ``` only");
        if (problem == null) {
            problem = yaml(text);
        }
        return problem != null ? problem : placeholder(text);
    }

    private static @Nullable Problem yaml(String text) {
        int start = firstLine(text);
        int end = text.indexOf('\n', start);
        String line = text.substring(start, end < 0 ? text.length() : end).strip();
        if (!YAML_LINE.matcher(line).matches()) {
            return null;
        }
        Problem around = found(
                text,
                CONFIG_MAP,
                2,
                "this is YAML around the configuration, such as a ConfigMap or the values of a Helm chart; "
                        + "give the text below this key only, without its indentation");
        if (around != null) {
            return around;
        }
        String advice = "this looks like Promtail's YAML, not like Alloy's syntax; "
                + "`alloy convert --source-format=promtail` turns a whole Promtail configuration into it";
        Problem promtail = found(text, PROMTAIL, 2, advice);
        if (promtail == null) {
            promtail = found(text, PROMTAIL_STAGE, 1, advice);
        }
        if (promtail == null) {
            promtail = found(
                    text,
                    RELABEL_CONFIGS,
                    1,
                    "this looks like Prometheus' YAML, not like Alloy's syntax; "
                            + "`alloy convert --source-format=prometheus` turns a whole configuration into it; a rule is "
                            + "written rule { source_labels = [\"a\"] … } with each attribute on its line");
        }
        return promtail != null
                ? promtail
                : Problem.error(
                        span(text, start, start + line.length()),
                        "this looks like YAML, not like Alloy's syntax, which has blocks stage.json { … } and "
                                + "attributes name = value");
    }

    /** Where the first line begins that is neither empty nor a comment in YAML. */
    private static int firstLine(String text) {
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                at = skipTo(text, "\n", at);
            } else if (Character.isWhitespace(c)) {
                at++;
            } else {
                return at;
            }
        }
        return at;
    }

    /** Placeholders are looked for outside strings and comments, where many stages have templates of their own. */
    private static @Nullable Problem placeholder(String text) {
        int at = 0;
        while (at + 1 < text.length()) {
            char c = text.charAt(at);
            char next = text.charAt(at + 1);
            if (c == '/' && next == '/') {
                at = skipTo(text, "\n", at);
            } else if (c == '/' && next == '*') {
                at = skipTo(text, "*/", at + 2);
            } else if (c == '`') {
                at = skipTo(text, "`", at + 1);
            } else if (c == '"') {
                at = skipString(text, at + 1);
            } else if (c == '{' && (next == '{' || next == '%')) {
                return placeholder(text, at, next == '{');
            } else {
                at++;
            }
        }
        return null;
    }

    private static Problem placeholder(String text, int at, boolean helm) {
        String what = helm ? "a placeholder {{ … }} of Helm, Go or Jinja templates" : "a tag {% … %} of Jinja";
        return Problem.error(
                span(text, at, at + 2),
                "found " + what + "; render the template first, for instance with "
                        + (helm ? "`helm template`" : "Ansible")
                        + ", or take values from the environment with sys.env(\"NAME\")");
    }

    private static int skipTo(String text, String end, int from) {
        int found = text.indexOf(end, from);
        return found < 0 ? text.length() : found + end.length();
    }

    private static int skipString(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) != '"' && text.charAt(at) != '\n') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return at + 1;
    }

    private static @Nullable Problem found(String text, Pattern pattern, int group, String message) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            return null;
        }
        return Problem.error(span(text, matcher.start(group), matcher.end(group)), message);
    }

    private static Span span(String text, int start, int end) {
        int line = 1;
        int lineStart = 0;
        for (int i = text.indexOf('\n'); i >= 0 && i < start; i = text.indexOf('\n', i + 1)) {
            line++;
            lineStart = i + 1;
        }
        int column = 1;
        for (int i = lineStart; i < start; i += Character.charCount(text.codePointAt(i))) {
            column += Lexer.bytes(text.codePointAt(i));
        }
        return new Span(line, column, line, column + Math.max(1, end - start));
    }
}
