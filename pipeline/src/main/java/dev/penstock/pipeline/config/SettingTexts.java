package dev.penstock.pipeline.config;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The settings of one endpoint as text, as front ends take them. Thread-safe. */
final class SettingTexts {

    private final Map<String, String> words;
    private final @Nullable String caPem;
    private @Nullable String caFile;

    SettingTexts(
            Map<String, String> words,
            Map<String, String> headers,
            Map<String, String> externalLabels,
            @Nullable String caPem) {
        this.words = new LinkedHashMap<>(words);
        this.caPem = caPem;
        lines("headers", headers);
        lines("externalLabels", externalLabels);
    }

    private void lines(String word, Map<String, String> pairs) {
        StringBuilder lines = new StringBuilder();
        pairs.forEach((name, value) -> {
            if (!value.isBlank()) {
                lines.append(name)
                        .append(" = ")
                        .append(value.replaceAll("\\s*\\R\\s*", " "))
                        .append('\n');
            }
        });
        if (!lines.isEmpty()) {
            words.put(word, lines.toString());
        }
    }

    /** By name; writes certificates to a file when they are given as text. */
    synchronized Map<String, String> get() {
        Map<String, String> all = new LinkedHashMap<>(words);
        if (caPem != null) {
            if (caFile == null) {
                caFile = CaFile.write(caPem).toString();
            }
            all.put("tls.ca", caFile);
        }
        return all;
    }
}
