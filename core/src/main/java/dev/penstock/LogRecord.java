package dev.penstock;

import dev.penstock.process.Entry;
import dev.penstock.process.EventValues;
import dev.penstock.process.FrameworkValues;
import dev.penstock.process.Pairs;
import dev.penstock.settings.LogLevel;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What {@link LogShipper#log} was given, copied, so that the caller may change its maps. Immutable; to a pipeline it is its
 * own values: {@code message}, {@code timestamp}, {@code level} where it is known, and below them metadata and labels.
 */
final class LogRecord implements EventValues {

    /** What a record holds besides its texts: object headers, references, the instant. Bytes. */
    private static final int OVERHEAD = 160;

    private final Instant timestamp;
    private final String line;

    /** Name and value in turn. */
    private final String[] labels;

    private final String[] metadata;

    private LogRecord(Instant timestamp, String line, String[] labels, String[] metadata) {
        this.timestamp = timestamp;
        this.line = line;
        this.labels = labels;
        this.metadata = metadata;
    }

    /** Its level, if a label or a piece of metadata tells it as Loki would find it. */
    LogLevel level() {
        LogLevel level = level(labels);
        if (level == null) {
            level = level(metadata);
        }
        return level == null ? LogLevel.WARN : level;
    }

    private static @Nullable LogLevel level(String[] texts) {
        String word = levelWord(texts);
        return word == null ? null : LogLevel.parse(word);
    }

    private static @Nullable String levelWord(String[] texts) {
        for (int i = 0; i < texts.length; i += 2) {
            switch (texts[i]) {
                case "level", "severity", "detected_level" -> {
                    return texts[i + 1];
                }
                default -> {
                    continue;
                }
            }
        }
        return null;
    }

    static LogRecord copyOf(Instant timestamp, Map<String, String> labels, String line, Map<String, String> metadata) {
        return new LogRecord(timestamp, line, texts(labels), texts(metadata));
    }

    private static String[] texts(Map<String, String> pairs) {
        String[] texts = new String[2 * pairs.size()];
        int size = 0;
        for (Map.Entry<String, String> pair : pairs.entrySet()) {
            if (pair.getKey() != null && pair.getValue() != null) {
                texts[size++] = pair.getKey();
                texts[size++] = pair.getValue();
            }
        }
        return size == texts.length ? texts : Arrays.copyOf(texts, size);
    }

    /** An estimate of the memory it holds. */
    long bytes() {
        // Two bytes a character, for that is what a string takes that is not Latin-1.
        return OVERHEAD + 2L * line.length() + bytes(labels) + bytes(metadata);
    }

    private static long bytes(String[] texts) {
        long sum = 0;
        for (String text : texts) {
            sum += 24 + 2L * text.length();
        }
        return sum;
    }

    static void map(LogRecord event, Entry entry) {
        entry.setTimestamp(event.timestamp);
        entry.setLine(event.line);
        addAll(event.labels, entry.labels());
        addAll(event.metadata, entry.metadata());
        entry.setValues(event);
    }

    @Override
    public @Nullable String get(String name) {
        String fixed = switch (name) {
            case "message" -> line;
            case "timestamp" -> FrameworkValues.timestamp(timestamp);
            case "level" -> levelWord();
            default -> null;
        };
        if (fixed != null) {
            return fixed;
        }
        String value = value(metadata, name);
        return value != null ? value : value(labels, name);
    }

    private @Nullable String levelWord() {
        String word = levelWord(labels);
        return word != null ? word : levelWord(metadata);
    }

    private static @Nullable String value(String[] texts, String name) {
        for (int i = 0; i < texts.length; i += 2) {
            if (texts[i].equals(name)) {
                return texts[i + 1];
            }
        }
        return null;
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super String> out) {
        Pairs once = new Pairs();
        once.add("message", line);
        once.add("timestamp", FrameworkValues.timestamp(timestamp));
        String word = levelWord();
        if (word != null) {
            once.add("level", word);
        }
        addAll(metadata, once);
        addAll(labels, once);
        once.forEach(out);
    }

    private static void addAll(String[] texts, Pairs target) {
        for (int i = 0; i < texts.length; i += 2) {
            target.add(texts[i], texts[i + 1]);
        }
    }
}
