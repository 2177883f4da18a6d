package dev.penstock.settings;

/**
 * Recognises the URLs that OkHttp's parser would give back as they are, which is nearly all that are configured: a name or an
 * IPv4 address in small letters, a port perhaps, and a path of plain characters.
 *
 * <p>They need no parser. Loading that one with all that it needs of Kotlin, of Okio and of the JDK's tables for
 * international names takes longer than anything else that is done when an application starts.
 */
final class PlainUrl {

    private static final int LONGEST_HOST = 253;
    private static final int LONGEST_LABEL = 63;
    private static final int LARGEST_PORT = 65_535;
    private static final String HTTP = "http://";
    private static final String HTTPS = "https://";

    private PlainUrl() {}

    /**
     * Whether a URL is certainly right, and in its normal form but for an empty path.
     *
     * @param url any text
     * @return false when it takes a parser to know
     */
    static boolean isPlain(String url) {
        boolean https = url.startsWith(HTTPS);
        if (!https && !url.startsWith(HTTP)) {
            return false;
        }
        int host = https ? HTTPS.length() : HTTP.length();
        int slash = url.indexOf('/', host);
        int end = slash < 0 ? url.length() : slash;
        int colon = url.indexOf(':', host);
        boolean hasPort = colon >= 0 && colon < end;
        return isPlainHost(url, host, hasPort ? colon : end)
                && (!hasPort || isPlainPort(url, colon + 1, end, https ? 443 : 80))
                && isPlainPath(url, end);
    }

    private static boolean isPlainHost(String url, int begin, int end) {
        int label = begin;
        for (int i = begin; i <= end; i++) {
            if (i == end || url.charAt(i) == '.') {
                if (!isPlainLabel(url, label, i)) {
                    return false;
                }
                label = i + 1;
            }
        }
        return end - begin <= LONGEST_HOST;
    }

    private static boolean isPlainLabel(String url, int begin, int end) {
        int length = end - begin;
        if (length == 0 || length > LONGEST_LABEL || url.startsWith("xn--", begin)) {
            return false;
        }
        for (int i = begin; i < end; i++) {
            char c = url.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
            if (!letter && (c != '-' || i == begin || i == end - 1)) {
                return false;
            }
        }
        return true;
    }

    /** The scheme's own port is left out of the normal form. */
    private static boolean isPlainPort(String url, int begin, int end, int ofScheme) {
        if (begin == end || end - begin > 5 || url.charAt(begin) == '0') {
            return false;
        }
        int port = 0;
        for (int i = begin; i < end; i++) {
            char c = url.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
            port = port * 10 + c - '0';
        }
        return port <= LARGEST_PORT && port != ofScheme;
    }

    /** Without segments that are empty, but for the last, or begin with a dot. */
    private static boolean isPlainPath(String url, int begin) {
        char before = 0;
        for (int i = begin; i < url.length(); i++) {
            char c = url.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '-'
                    || c == '_'
                    || (c == '/' && before != '/')
                    || (c == '.' && before != '/');
            if (!plain) {
                return false;
            }
            before = c;
        }
        // What Logback puts in place of a variable that there is not.
        return !url.contains("_IS_UNDEFINED");
    }
}
