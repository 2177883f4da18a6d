package dev.penstock.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Options of the form {@code name=value}. What is wrong is said without the value, which may be a secret. */
final class Pairs {

    private Pairs() {}

    static Map<String, String> parse(String option, List<String> texts) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String text : texts) {
            int equals = text.indexOf('=');
            if (equals <= 0) {
                throw new IllegalArgumentException(
                        option + " '" + text.split("[:=\\s]", 2)[0] + "…' is not accepted; expected name=value");
            }
            pairs.put(
                    text.substring(0, equals).strip(),
                    text.substring(equals + 1).strip());
        }
        return pairs;
    }
}
