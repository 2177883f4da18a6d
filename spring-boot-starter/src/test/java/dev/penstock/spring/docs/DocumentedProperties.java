package dev.penstock.spring.docs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The properties in a page's tables: rows that begin with the name of one. */
final class DocumentedProperties {

    private static final Pattern NAME = Pattern.compile("`(penstock\\.[a-z.-]+)`");

    private DocumentedProperties() {}

    /** Names, and the values that stand as code in the column of defaults; none for those that have a default in words. */
    static Map<String, List<String>> of(Page page) {
        Map<String, List<String>> defaults = new LinkedHashMap<>();
        for (List<String> row : page.rows()) {
            Matcher name = NAME.matcher(row.get(0));
            if (row.size() == 3 && name.matches()) {
                defaults.put(name.group(1), CodeSpans.of(row.get(1)));
            }
        }
        return defaults;
    }
}
