package dev.penstock.settings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The settings by name, for front ends whose users write text.
 *
 * <p>{@code batch_wait}, {@code batchWait} and {@code batch-wait} are the same word.
 */
final class SettingWords {

    /** Sets one setting from text. */
    private interface Setter {
        void set(ShipperSettingsBuilder builder, String name, String value);
    }

    /** A setting: how it is spelt, and how it is set. */
    private record Word(String spelling, Setter setter) {}

    /** By spelling without dashes and capitals, in the order in which they are listed for users. */
    private static final Map<String, Word> WORDS = new LinkedHashMap<>();

    static {
        word("url", (b, name, value) -> b.url(value));
        word("tenantId", (b, name, value) -> b.tenantId(value));
        word("externalLabels", (b, name, value) -> b.externalLabels(keyValueLines(name, value)));
        word("headers", (b, name, value) -> b.headers(keyValueLines(name, value)));
        word("basicAuth.username", (b, name, value) -> b.username(value));
        word("basicAuth.password", (b, name, value) -> b.password(value));
        word("basicAuth.passwordFile", (b, name, value) -> b.passwordFile(value));
        word("bearerToken", (b, name, value) -> b.bearerToken(value));
        word("bearerTokenFile", (b, name, value) -> b.bearerTokenFile(value));
        word("tls.ca", (b, name, value) -> b.tlsCa(value));
        word("tls.cert", (b, name, value) -> b.tlsCert(value));
        word("tls.key", (b, name, value) -> b.tlsKey(value));
        word("tls.serverName", (b, name, value) -> b.tlsServerName(value));
        word("tls.insecureSkipVerify", (b, name, value) -> b.tlsInsecureSkipVerify(flag(name, value)));
        word("proxyUrl", (b, name, value) -> b.proxyUrl(value));
        word("batchWait", (b, name, value) -> b.batchWait(Quantities.duration(name, value)));
        word("batchSize", (b, name, value) -> b.batchSize(Quantities.size(name, value)));
        word("maxLineSize", (b, name, value) -> b.maxLineSize(Quantities.size(name, value)));
        word("remoteTimeout", (b, name, value) -> b.remoteTimeout(Quantities.duration(name, value)));
        word("minBackoff", (b, name, value) -> b.minBackoff(Quantities.duration(name, value)));
        word("maxBackoff", (b, name, value) -> b.maxBackoff(Quantities.duration(name, value)));
        word("maxAge", (b, name, value) -> b.maxAge(Quantities.duration(name, value)));
        word("bufferSize", (b, name, value) -> b.bufferSize(Quantities.size(name, value)));
        word("bufferDirectory", (b, name, value) -> b.bufferDirectory(value));
        word("bufferDirectorySize", (b, name, value) -> b.bufferDirectorySize(Quantities.size(name, value)));
        word("durability", (b, name, value) -> b.durability(durability(name, value)));
        word("flushLevel", (b, name, value) -> b.flushLevel(level(name, value)));
        word("overflow", (b, name, value) -> b.overflow(policy(name, value)));
        word("maxBlock", (b, name, value) -> b.maxBlock(Quantities.duration(name, value)));
        word("pipeline", (b, name, value) -> b.pipeline(value));
        word("pipelineFile", (b, name, value) -> b.pipelineFile(value));
        word("drainTimeout", (b, name, value) -> b.drainTimeout(Quantities.duration(name, value)));
    }

    private SettingWords() {}

    private static void word(String spelling, Setter setter) {
        WORDS.put(normalise(spelling), new Word(spelling, setter));
    }

    /** Sets the setting of that name, and remembers how the user writes it. */
    static void set(ShipperSettingsBuilder builder, String name, String value) {
        set(builder, name, name, value);
    }

    /** Sets a setting that is called otherwise in messages. */
    static void set(ShipperSettingsBuilder builder, String name, String asWritten, String value) {
        Word word = WORDS.get(normalise(name));
        if (word == null) {
            throw SettingException.unknown(asWritten, names());
        }
        builder.written(word.spelling(), asWritten);
        word.setter().set(builder, asWritten, value);
    }

    /** Whether there is a setting of that name, normalised. */
    static boolean isKnown(String normalised) {
        return WORDS.containsKey(normalised);
    }

    /** Whether a word, normalised, is one of those that say who this process is: they count as one whole. */
    static boolean isCredential(String normalised) {
        return normalised.startsWith("basicauth.") || normalised.startsWith("bearertoken");
    }

    /** Whether a word, normalised, is about TLS: all of them count as one whole. */
    static boolean isTls(String normalised) {
        return normalised.startsWith("tls.");
    }

    static List<String> names() {
        return WORDS.values().stream().map(Word::spelling).toList();
    }

    static String normalise(String word) {
        return word.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
    }

    static boolean flag(String name, String value) {
        return switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new SettingException(name, value, "true or false");
        };
    }

    private static OverflowPolicy policy(String name, String value) {
        return switch (normalise(value.strip())) {
            case "dropnewest" -> OverflowPolicy.DROP_NEWEST;
            case "dropoldest" -> OverflowPolicy.DROP_OLDEST;
            case "block" -> OverflowPolicy.BLOCK;
            case "shed" -> OverflowPolicy.SHED;
            default -> throw new SettingException(name, value, "drop_newest, drop_oldest, block or shed");
        };
    }

    private static Durability durability(String name, String value) {
        return switch (normalise(value.strip())) {
            case "none" -> Durability.NONE;
            case "batch" -> Durability.BATCH;
            case "event" -> Durability.EVENT;
            default -> throw new SettingException(name, value, "none, batch or event");
        };
    }

    private static LogLevel level(String name, String value) {
        LogLevel level = LogLevel.parse(value);
        if (level == null) {
            throw new SettingException(name, value, "one of TRACE, DEBUG, INFO, WARN, ERROR, OFF");
        }
        return level;
    }

    /** What may be repeated of a wrong line: what comes later may be a secret. */
    static String firstWord(String line) {
        return line.split("[:=\\s]", 2)[0] + " …";
    }

    /** Reads {@code name = value} lines. */
    static Map<String, String> keyValueLines(String setting, String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String raw : text.split("\\R", -1)) {
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int equals = line.indexOf('=');
            if (equals <= 0 || line.substring(equals + 1).isBlank()) {
                throw new SettingException(setting, firstWord(line), "lines of the form name = value");
            }
            pairs.put(
                    line.substring(0, equals).strip(),
                    line.substring(equals + 1).strip());
        }
        return pairs;
    }
}
