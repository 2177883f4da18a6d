package dev.penstock.pipeline.regex;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A replacement as Go's {@code regexp.Expand} takes it: {@code $name}, {@code ${name}}, {@code $1}, and {@code $$} for a
 * dollar. A name without braces is as long as it can be, so {@code $1x} is the group named {@code 1x}. A group that there is
 * not, or that took no part in the match, is empty; a dollar without a name after it stands for itself.
 */
public final class Expansion {

    /** The numbers of groups are shorter than this in Go, the rest are names. */
    private static final int MAX_NUMBER_LENGTH = 8;

    private final List<Part> parts;

    private Expansion(List<Part> parts) {
        this.parts = parts;
    }

    /** A piece of text, or a group: then the text is empty. */
    private record Part(String text, int group) {}

    static Expansion of(String template, GoRegex regex) {
        List<Part> parts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < template.length()) {
            char c = template.charAt(at);
            int end = c == '$' ? referenceEnd(template, at) : -1;
            if (end > 0) {
                String name = template.substring(at + 1, end);
                int group = group(name.startsWith("{") ? name.substring(1, name.length() - 1) : name, regex);
                if (group >= 0) {
                    parts.add(new Part(text.toString(), -1));
                    parts.add(new Part("", group));
                    text.setLength(0);
                }
                at = end;
            } else {
                text.append(c);
                at += c == '$' && template.startsWith("$$", at) ? 2 : 1;
            }
        }
        parts.add(new Part(text.toString(), -1));
        parts.removeIf(part -> part.group() < 0 && part.text().isEmpty());
        return new Expansion(List.copyOf(parts));
    }

    static Expansion literal(String text) {
        return new Expansion(text.isEmpty() ? List.of() : List.of(new Part(text, -1)));
    }

    /**
     * The replacement of one match.
     *
     * @param groups what the groups matched
     * @return the text
     */
    public String expand(Groups groups) {
        if (parts.isEmpty()) {
            return "";
        }
        if (parts.size() == 1) {
            return text(parts.get(0), groups);
        }
        StringBuilder result = new StringBuilder();
        expand(groups, result);
        return result.toString();
    }

    /**
     * The replacement of one match, piece by piece.
     *
     * @param groups what the groups matched
     * @param out takes texts, some of them possibly empty
     */
    public void expand(Groups groups, Consumer<? super String> out) {
        for (int i = 0; i < parts.size(); i++) {
            out.accept(text(parts.get(i), groups));
        }
    }

    void expand(Groups groups, StringBuilder result) {
        for (int i = 0; i < parts.size(); i++) {
            result.append(text(parts.get(i), groups));
        }
    }

    private static String text(Part part, Groups groups) {
        if (part.group() < 0) {
            return part.text();
        }
        String group = groups.group(part.group());
        return group == null ? "" : group;
    }

    /** Where the reference that begins with the dollar at {@code at} ends, or -1 when there is none. */
    private static int referenceEnd(String template, int at) {
        boolean braced = template.startsWith("{", at + 1);
        int start = at + (braced ? 2 : 1);
        int end = start;
        while (end < template.length()) {
            int c = template.codePointAt(end);
            if (c != '_' && !Character.isLetter(c) && !Character.isDigit(c)) {
                break;
            }
            end += Character.charCount(c);
        }
        if (end == start || braced && !template.startsWith("}", end)) {
            return -1;
        }
        return braced ? end + 1 : end;
    }

    private static int group(String name, GoRegex regex) {
        boolean number = name.length() <= MAX_NUMBER_LENGTH
                && name.chars().allMatch(c -> c >= '0' && c <= '9')
                && (name.length() == 1 || name.charAt(0) != '0');
        if (number) {
            int group = Integer.parseInt(name);
            return group <= regex.groupCount() ? group : -1;
        }
        // No group is called by an empty name, so that the unnamed are not found.
        return regex.groupNames().indexOf(name);
    }
}
