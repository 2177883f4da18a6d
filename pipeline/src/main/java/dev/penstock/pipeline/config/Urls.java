package dev.penstock.pipeline.config;

import dev.penstock.settings.SettingException;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** How endpoints are described, without secrets, and whether their settings go together. */
final class Urls {

    private Urls() {}

    /** A URL without user and password. */
    static String shown(String url) {
        // A password may hold anything, an @ or a slash too: all before the last @ may be part of it.
        int at = url.lastIndexOf('@');
        int slashes = url.indexOf("//");
        String scheme = slashes >= 0 && slashes < at ? url.substring(0, slashes + 2) : "";
        return url.isBlank() ? "(empty)" : at < 0 ? url : scheme + "***" + url.substring(at);
    }

    /** What is taken over of an endpoint. */
    static String ships(String url, Map<String, String> words, Map<String, String> externalLabels) {
        StringBuilder text = new StringBuilder("ships to ").append(shown(url));
        if (words.containsKey("tenantId")) {
            text.append(", tenant ").append(words.get("tenantId"));
        }
        if (words.keySet().stream().anyMatch(each -> each.startsWith("basicAuth."))) {
            text.append(", basic authentication");
        } else if (words.containsKey("bearerToken") || words.containsKey("bearerTokenFile")) {
            text.append(", bearer token");
        }
        List<String> labels = externalLabels.entrySet().stream()
                .filter(each -> !each.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
        if (!labels.isEmpty()) {
            text.append(", external labels ").append(String.join(", ", labels));
        }
        return text.toString();
    }

    /**
     * What is wrong with settings together, such as a certificate without a key.
     *
     * @param words settings by name
     * @param set sets one of them
     * @param build checks them all
     * @return empty when nothing is
     */
    static String problem(Map<String, String> words, BiConsumer<String, String> set, Runnable build) {
        try {
            words.forEach((word, value) -> {
                if (!isLocal(word)) {
                    set.accept(word, value);
                }
            });
            build.run();
            return "";
        } catch (SettingException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Whether a setting names a file, which need not be on the machine that reads the configuration. */
    private static boolean isLocal(String word) {
        return word.equals("url") || word.equals("tls.ca") || word.equals("tls.cert") || word.equals("tls.key");
    }
}
