package dev.penstock.settings;

import static dev.penstock.settings.ShipperSettingsBuilder.MOST_LABEL_VALUES;
import static dev.penstock.settings.ShipperSettingsBuilder.MOST_STREAMS;

import java.util.HashMap;
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

    /** As they are spelt, in the order in which they are listed for users. */
    private static final List<String> SPELLINGS = List.of(
            "url",
            "tenantId",
            "externalLabels",
            "headers",
            "basicAuth.username",
            "basicAuth.password",
            "basicAuth.passwordFile",
            "bearerToken",
            "bearerTokenFile",
            "tls.ca",
            "tls.cert",
            "tls.key",
            "tls.serverName",
            "tls.insecureSkipVerify",
            "proxyUrl",
            "batchWait",
            "batchSize",
            "maxLineSize",
            "maxLabelValues",
            "maxStreams",
            "remoteTimeout",
            "minBackoff",
            "maxBackoff",
            "maxAge",
            "bufferSize",
            "bufferDirectory",
            "bufferDirectorySize",
            "durability",
            "flushLevel",
            "overflow",
            "maxBlock",
            "pipeline",
            "pipelineFile",
            "config",
            "drainTimeout");

    /** Spellings by themselves without dashes and capitals. */
    private static final Map<String, String> WORDS = new HashMap<>();

    static {
        for (String each : SPELLINGS) {
            WORDS.put(normalise(each), each);
        }
    }

    private SettingWords() {}

    /** One switch and no table of lambdas: each of those would cost a start a tenth of a millisecond. */
    private static void set(String spelling, ShipperSettingsBuilder b, String name, String value) {
        switch (spelling) {
            case "url" -> b.url(value);
            case "tenantId" -> b.tenantId(value);
            case "externalLabels" -> b.externalLabels(keyValueLines(name, value));
            case "headers" -> b.headers(keyValueLines(name, value));
            case "basicAuth.username" -> b.username(value);
            case "basicAuth.password" -> b.password(value);
            case "basicAuth.passwordFile" -> b.passwordFile(value);
            case "bearerToken" -> b.bearerToken(value);
            case "bearerTokenFile" -> b.bearerTokenFile(value);
            case "tls.ca" -> b.tlsCa(value);
            case "tls.cert" -> b.tlsCert(value);
            case "tls.key" -> b.tlsKey(value);
            case "tls.serverName" -> b.tlsServerName(value);
            case "tls.insecureSkipVerify" -> b.tlsInsecureSkipVerify(flag(name, value));
            case "proxyUrl" -> b.proxyUrl(value);
            case "batchWait" -> b.batchWait(Quantities.duration(name, value));
            case "batchSize" -> b.batchSize(Quantities.size(name, value));
            case "maxLineSize" -> b.maxLineSize(Quantities.size(name, value));
            case "maxLabelValues" -> b.maxLabelValues(number(name, value, MOST_LABEL_VALUES));
            case "maxStreams" -> b.maxStreams(number(name, value, MOST_STREAMS));
            case "remoteTimeout" -> b.remoteTimeout(Quantities.duration(name, value));
            case "minBackoff" -> b.minBackoff(Quantities.duration(name, value));
            case "maxBackoff" -> b.maxBackoff(Quantities.duration(name, value));
            case "maxAge" -> b.maxAge(Quantities.duration(name, value));
            case "bufferSize" -> b.bufferSize(Quantities.size(name, value));
            case "bufferDirectory" -> b.bufferDirectory(value);
            case "bufferDirectorySize" -> b.bufferDirectorySize(Quantities.size(name, value));
            case "durability" -> b.durability(durability(name, value));
            case "flushLevel" -> b.flushLevel(level(name, value));
            case "overflow" -> b.overflow(policy(name, value));
            case "maxBlock" -> b.maxBlock(Quantities.duration(name, value));
            case "pipeline" -> b.pipeline(value);
            case "pipelineFile" -> b.pipelineFile(value);
            case "config" -> b.config(value);
            case "drainTimeout" -> b.drainTimeout(Quantities.duration(name, value));
            default -> throw new IllegalStateException(spelling);
        }
    }

    /** Sets the setting of that name, and remembers how the user writes it. */
    static void set(ShipperSettingsBuilder builder, String name, String value) {
        set(builder, name, name, value);
    }

    /** Sets a setting that is called otherwise in messages. */
    static void set(ShipperSettingsBuilder builder, String name, String asWritten, String value) {
        String spelling = WORDS.get(normalise(name));
        if (spelling == null) {
            throw SettingException.unknown(asWritten, names());
        }
        builder.written(spelling, asWritten);
        set(spelling, builder, asWritten, value);
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

    /** Whether a word, normalised, says what records go through: one of them is enough. */
    static boolean isPipeline(String normalised) {
        return normalised.startsWith("pipeline");
    }

    /** Whether two words are of those that count as one whole. */
    static boolean isSameGroup(String one, String other) {
        String first = normalise(one);
        String second = normalise(other);
        return (isCredential(first) && isCredential(second)) || (isTls(first) && isTls(second));
    }

    /** Whether a word, normalised, names a whole configuration, which is read when there is nothing else to be read. */
    static boolean isConfig(String normalised) {
        return normalised.equals("config");
    }

    static List<String> names() {
        return SPELLINGS;
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

    private static int number(String name, String value, int most) {
        try {
            return Integer.parseInt(value.strip());
        } catch (NumberFormatException e) {
            throw new SettingException(name, value, ShipperSettingsBuilder.numberUpTo(most));
        }
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
