package dev.penstock.spring.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands between backquotes: the part of a sentence that no language changes. */
final class CodeSpans {

    private static final Pattern SPAN = Pattern.compile("`([^`]+)`");

    private CodeSpans() {}

    static List<String> of(String text) {
        List<String> spans = new ArrayList<>();
        Matcher matcher = SPAN.matcher(text);
        while (matcher.find()) {
            spans.add(matcher.group(1));
        }
        return spans;
    }
}
