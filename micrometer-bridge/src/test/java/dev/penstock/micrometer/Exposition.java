package dev.penstock.micrometer;

import dev.penstock.remotewrite.GoFloat;
import java.util.Map;
import java.util.TreeMap;

/** Prometheus' text format 0.0.4, as Prometheus 3 takes it in. */
final class Exposition {

    final Map<String, Double> values = new TreeMap<>();
    final Map<String, String> types = new TreeMap<>();
    final Map<String, String> helps = new TreeMap<>();

    private Exposition() {}

    static Exposition of(String text) {
        Exposition exposition = new Exposition();
        text.lines().forEach(exposition::line);
        return exposition;
    }

    /** What is said of families, by the names of their series. */
    Map<String, String> bySeries(Map<String, String> byFamily) {
        Map<String, String> bySeries = new TreeMap<>();
        for (String each : values.keySet()) {
            String name = each.substring(0, each.indexOf('{'));
            String family = byFamily.containsKey(name) ? name : name.replaceFirst("_(bucket|count|sum)$", "");
            bySeries.put(name, byFamily.get(family));
        }
        return bySeries;
    }

    /** A series as text, without empty labels. */
    static String key(String name, Map<String, String> labels) {
        StringBuilder key = new StringBuilder(name).append('{');
        new TreeMap<>(labels).forEach((label, value) -> {
            if (!value.isEmpty()) {
                key.append(label).append("=\"").append(value).append("\",");
            }
        });
        return key.append('}').toString();
    }

    private void line(String line) {
        if (line.startsWith("# TYPE ")) {
            String[] words = line.split(" ");
            types.put(words[2], words[3]);
        } else if (line.startsWith("# HELP ")) {
            String[] words = line.split(" ", 4);
            helps.put(words[2], words[3].strip().replace("\\n", "\n").replace("\\\\", "\\"));
        } else if (!line.isEmpty()) {
            sample(line);
        }
    }

    private void sample(String line) {
        int at = 0;
        while (line.charAt(at) != '{' && line.charAt(at) != ' ') {
            at++;
        }
        String name = line.substring(0, at);
        Map<String, String> labels = new TreeMap<>();
        if (line.charAt(at) == '{') {
            at++;
            while (line.charAt(at) != '}') {
                int equals = line.indexOf('=', at);
                String label = line.substring(at, equals).replace("\"", "");
                StringBuilder value = new StringBuilder();
                at = equals + 2;
                while (line.charAt(at) != '"') {
                    char c = line.charAt(at++);
                    if (c == '\\') {
                        char escaped = line.charAt(at++);
                        c = escaped == 'n' ? '\n' : escaped;
                    }
                    value.append(c);
                }
                boolean bound = label.equals("le") || label.equals("quantile");
                labels.put(label, bound ? GoFloat.format(number(value.toString())) : value.toString());
                at++;
                if (line.charAt(at) == ',') {
                    at++;
                }
            }
            at++;
        }
        Double before = values.put(key(name, labels), number(line.substring(at + 1)));
        if (before != null) {
            throw new IllegalArgumentException("twice: " + line);
        }
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}
