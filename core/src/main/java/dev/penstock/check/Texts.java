package dev.penstock.check;

import dev.penstock.transport.Reply;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/** Words for people. */
final class Texts {

    private static final int LONGEST = 300;
    private static final Pattern TITLE =
            Pattern.compile("<title>([^<]{1,200})</title>", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private Texts() {}

    /** A time such as {@code 10s} or {@code 0.3s}. */
    static String of(Duration time) {
        return BigDecimal.valueOf(time.toMillis(), 3)
                        .setScale(time.toMillis() < 100 ? 3 : 1, RoundingMode.HALF_UP)
                        .stripTrailingZeros()
                        .toPlainString()
                + "s";
    }

    /** What the server said: its first line, or a page's title. */
    static String of(Reply reply) {
        String body = reply.body().strip();
        boolean page = reply.isPage() || body.startsWith("<");
        String words = page ? title(body) : body.lines().findFirst().orElse("");
        return "HTTP " + reply.status() + (words.isEmpty() ? "" : " '" + cut(words) + "'");
    }

    private static String title(String page) {
        Matcher title = TITLE.matcher(page);
        return title.find() ? title.group(1).strip().replaceAll("\\s+", " ") : "";
    }

    static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    /** Without user, password, query and fragment. */
    static String of(HttpUrl url) {
        return url.newBuilder()
                .username("")
                .password("")
                .query(null)
                .fragment(null)
                .build()
                .toString();
    }
}
