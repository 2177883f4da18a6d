package dev.penstock.pipeline.template;

import dev.penstock.pipeline.regex.Expansion;
import dev.penstock.pipeline.regex.GoMatch;
import dev.penstock.pipeline.regex.GoRegex;
import dev.penstock.pipeline.regex.RegexException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Regular expressions of template functions, within the bounds of a rendering. */
final class TemplateRegex {

    /** Expressions kept compiled. They are constants almost always; when they are not, the cache starts anew. */
    private static final int MOST_KEPT = 256;

    private static final int LONGEST = 10_000;
    private static final ConcurrentHashMap<String, TemplateRegex> KEPT = new ConcurrentHashMap<>();

    private final GoRegex regex;

    private TemplateRegex(GoRegex regex) {
        this.regex = regex;
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
        try {
            TemplateRegex compiled = new TemplateRegex(GoRegex.compile(expression));
            if (KEPT.size() >= MOST_KEPT) {
                KEPT.clear();
            }
            KEPT.put(expression, compiled);
            return compiled;
        } catch (RegexException e) {
            throw new RenderException("the regular expression `" + expression + "` is not accepted: " + e.problem()
                    + "; expected RE2 syntax, without look-around and backreferences");
        }
    }

    boolean matches(String text) {
        return regex.find(text);
    }

    String find(String text) {
        GoMatch match = regex.match(text);
        return match == null ? "" : match.text(0);
    }

    List<String> findAll(Run run, String text, long most) {
        List<String> found = new ArrayList<>();
        if (most != 0) {
            regex.forEachMatch(text, match -> {
                found.add(match.text(0));
                run.step();
                return found.size() != most;
            });
        }
        return found;
    }

    List<String> split(Run run, String text, long most) {
        if (most == 0) {
            return List.of();
        }
        if (!regex.text().isEmpty() && text.isEmpty()) {
            return List.of("");
        }
        Splitting splitting = new Splitting(run, text, most);
        regex.forEachMatch(text, splitting);
        return splitting.finish();
    }

    /** As Go's {@code Regexp.Split}. */
    private static final class Splitting implements Predicate<GoMatch> {
        private final Run run;
        private final String text;
        private final long most;
        private final List<String> parts = new ArrayList<>();
        private int begin;
        private int end;

        Splitting(Run run, String text, long most) {
            this.run = run;
            this.text = text;
            this.most = most;
        }

        @Override
        public boolean test(GoMatch match) {
            if (most > 0 && parts.size() == most - 1) {
                return false;
            }
            run.step();
            end = match.start(0);
            // An empty match at the very start splits nothing off.
            if (match.end(0) != 0) {
                parts.add(text.substring(begin, end));
            }
            begin = match.end(0);
            return true;
        }

        List<String> finish() {
            if (end != text.length()) {
                parts.add(text.substring(begin));
            }
            return parts;
        }
    }

    /** All matches replaced; with {@code expand}, {@code $1} and {@code ${name}} stand for groups and {@code $$} for a dollar. */
    String replaceAll(Run run, String text, String replacement, boolean expand) {
        boolean template = expand && replacement.indexOf('$') >= 0;
        Replacing replacing = new Replacing(run, text, replacement, template ? regex.expansion(replacement) : null);
        regex.forEachMatch(text, replacing);
        return replacing.finish();
    }

    private static final class Replacing implements Predicate<GoMatch> {
        private final Run run;
        private final String text;
        private final String replacement;
        private final @Nullable Expansion expansion;
        private final BoundedText out;
        private boolean replaced;
        private int copied;

        Replacing(Run run, String text, String replacement, @Nullable Expansion expansion) {
            this.run = run;
            this.text = text;
            this.replacement = replacement;
            this.expansion = expansion;
            out = run.text();
        }

        @Override
        public boolean test(GoMatch match) {
            run.step();
            replaced = true;
            out.append(text.substring(copied, match.start(0)));
            if (expansion == null) {
                out.append(replacement);
            } else {
                expansion.expand(match, out::append);
            }
            copied = match.end(0);
            return true;
        }

        String finish() {
            return replaced ? out.append(text.substring(copied)).toString() : text;
        }
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
