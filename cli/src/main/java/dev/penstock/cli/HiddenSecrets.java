package dev.penstock.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes secrets in a configuration's text unreadable, so that lines of it can be shown; lengths and lines stay as they are. */
final class HiddenSecrets {

    /** Attributes and keys whose texts may be secrets. */
    private static final Pattern NAMED = Pattern.compile(
            "(?i)\\b[\\w.-]{0,64}(?:password|passwd|secret|token|credential|authorization|api[-_]?key|access_key|key_pem)"
                    + "[\\w.-]{0,64}\"?\\s*=[^\\n\"`]*(?<text>\"(?:[^\"\\\\\\n]|\\\\.)*\"?|`[^`]*`?)");

    /** {@code user:password@} in a URL. */
    private static final Pattern IN_URL = Pattern.compile("://(?<text>[^\\s\"`/]+)@");

    private HiddenSecrets() {}

    static String in(String text) {
        return hide(IN_URL, hide(NAMED, text));
    }

    private static String hide(Pattern pattern, String text) {
        StringBuilder hidden = new StringBuilder(text);
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            for (int i = matcher.start("text"); i < matcher.end("text"); i++) {
                char c = text.charAt(i);
                if (c != '"' && c != '`' && c != '\n' && c != '\r') {
                    hidden.setCharAt(i, '*');
                }
            }
        }
        return hidden.toString();
    }
}
