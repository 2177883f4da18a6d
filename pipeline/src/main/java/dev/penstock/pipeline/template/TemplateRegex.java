package dev.penstock.pipeline.template;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.penstock.pipeline.regex.RegexLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/** Regular expressions of template functions: RE2's syntax with Go's matching loop and Go's expansion of {@code $1}. */
final class TemplateRegex {

    /** Expressions kept compiled. They are constants almost always; when they are not, the cache starts anew. */
    private static final int MOST_KEPT = 256;

    private static final int LONGEST = 10_000;
    private static final ConcurrentHashMap<String, TemplateRegex> KEPT = new ConcurrentHashMap<>();

    private final Pattern pattern;

    private TemplateRegex(Pattern pattern) {
        this.pattern = pattern;
    }

    /** The compiled expression; a bad one is a {@link RenderException}, as Go's functions fail with it. */
    static TemplateRegex of(String expression) {
        TemplateRegex kept = KEPT.get(expression);
        if (kept != null) {
            return kept;
        }
        if (expression.length() > LONGEST) {
            throw new RenderException("a regular expression is longer than " + LONGEST + " characters");
        }
        String problem = RegexLimits.problem(expression);
        if (problem != null) {
            throw new RenderException("the regular expression `" + expression + "` is not accepted: " + problem);
        }
        try {
            TemplateRegex compiled = new TemplateRegex(Pattern.compile(expression));
            if (KEPT.size() >= MOST_KEPT) {
                KEPT.clear();
            }
            KEPT.put(expression, compiled);
            return compiled;
        } catch (PatternSyntaxException e) {
            throw new RenderException("the regular expression `" + expression + "` is not accepted: "
                    + e.getDescription() + "; expected RE2 syntax, without look-around and backreferences");
        } catch (StackOverflowError e) {
            throw new RenderException("a regular expression nests too deeply");
        }
    }

    boolean matches(String text) {
        return pattern.matcher(text).find();
    }

    String find(String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group() : "";
    }

    List<String> findAll(Run run, String text, long most) {
        List<String> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        int previousEnd = -1;
        while ((most < 0 || found.size() < most) && matcher.find()) {
            if (matcher.end() > matcher.start() || matcher.start() != previousEnd) {
                found.add(matcher.group());
                run.step();
            }
            previousEnd = matcher.end();
        }
        return found;
    }

    List<String> split(Run run, String text, long most) {
        if (most == 0) {
            return List.of();
        }
        if (!pattern.pattern().isEmpty() && text.isEmpty()) {
            return List.of("");
        }
        List<String> parts = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        int begin = 0;
        int end = 0;
        int previousEnd = -1;
        while (matcher.find()) {
            boolean counts = matcher.end() > matcher.start() || matcher.start() != previousEnd;
            previousEnd = matcher.end();
            if (!counts) {
                continue;
            }
            if (most > 0 && parts.size() == most - 1) {
                break;
            }
            run.step();
            end = matcher.start();
            // An empty match at the very start splits nothing off.
            if (matcher.end() != 0) {
                parts.add(text.substring(begin, end));
            }
            begin = matcher.end();
        }
        if (end != text.length()) {
            parts.add(text.substring(begin));
        }
        return parts;
    }

    /** All matches replaced; with {@code expand}, {@code $1} and {@code ${name}} stand for groups and {@code $$} for a dollar. */
    String replaceAll(Run run, String text, String replacement, boolean expand) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            return text;
        }
        boolean template = expand && replacement.indexOf('$') >= 0;
        BoundedText out = run.text();
        int copied = 0;
        int previousEnd = -1;
        do {
            // Go ignores an empty match right after a match.
            if (matcher.end() > matcher.start() || matcher.start() != previousEnd) {
                run.step();
                out.append(text.substring(copied, matcher.start()));
                if (template) {
                    expand(out, matcher, replacement);
                } else {
                    out.append(replacement);
                }
                copied = matcher.end();
            }
            previousEnd = matcher.end();
        } while (matcher.find());
        return out.append(text.substring(copied)).toString();
    }

    private void expand(BoundedText out, Matcher matcher, String template) {
        int at = 0;
        while (at < template.length()) {
            int dollar = template.indexOf('$', at);
            if (dollar < 0) {
                out.append(template.substring(at));
                return;
            }
            out.append(template.substring(at, dollar));
            at = dollar + 1;
            if (template.startsWith("$", at)) {
                out.append('$');
                at++;
                continue;
            }
            boolean brace = template.startsWith("{", at);
            int start = brace ? at + 1 : at;
            int end = start;
            while (end < template.length() && isWord(template.codePointAt(end))) {
                end += Character.charCount(template.codePointAt(end));
            }
            // What is no reference is text, as in Go.
            if (end == start || (brace && !template.startsWith("}", end))) {
                out.append('$');
                continue;
            }
            String group = group(matcher, template.substring(start, end));
            if (group != null) {
                out.append(group);
            }
            at = brace ? end + 1 : end;
        }
    }

    private @org.jspecify.annotations.Nullable String group(Matcher matcher, String name) {
        if (name.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return name.length() < 9 && Integer.parseInt(name) <= matcher.groupCount()
                    ? matcher.group(Integer.parseInt(name))
                    : null;
        }
        Integer number = pattern.namedGroups().get(name);
        return number == null ? null : matcher.group(number);
    }

    private static boolean isWord(int c) {
        return c == '_' || Character.isLetterOrDigit(c);
    }

    static String quoteMeta(String text) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ("\\.+*?()|[]{}^$".indexOf(c) >= 0) {
                out.append('\\');
            }
            out.append(c);
        }
        return out.toString();
    }
}
