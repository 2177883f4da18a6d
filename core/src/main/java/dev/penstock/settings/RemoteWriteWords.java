package dev.penstock.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The settings of remote write by name: those of its own, and those that say how to deliver, which it shares with logs.
 *
 * <p>{@code protobuf_message}, {@code protobufMessage} and {@code protobuf-message} are the same word.
 */
final class RemoteWriteWords {

    /** Sets one setting from text. */
    private interface Setter {
        void set(RemoteWriteSettingsBuilder builder, String name, String value);
    }

    private record Word(String spelling, Setter setter) {}

    private static final Map<String, Word> WORDS = new LinkedHashMap<>();

    /** What {@link ShipperSettingsBuilder} knows and remote write has no use for. */
    private static final List<String> OF_LOGS =
            List.of("externalLabels", "batchWait", "batchSize", "maxLineSize", "durability", "flushLevel", "maxBlock");

    static {
        word("job", (b, name, value) -> b.job(value));
        word("instance", (b, name, value) -> b.instance(value));
        word("externalLabels", (b, name, value) -> b.externalLabels(SettingWords.keyValueLines(name, value)));
        word("honorLabels", (b, name, value) -> b.honorLabels(SettingWords.flag(name, value)));
        word("writeRelabelRules", (b, name, value) -> b.writeRelabelRules(value));
        word("step", (b, name, value) -> b.step(Quantities.duration(name, value)));
        word("protobufMessage", (b, name, value) -> b.protobufMessage(message(name, value)));
        word("sendExemplars", (b, name, value) -> b.sendExemplars(SettingWords.flag(name, value)));
        word("sendNativeHistograms", (b, name, value) -> b.sendNativeHistograms(SettingWords.flag(name, value)));
        word("sendScrapeSeries", (b, name, value) -> b.sendScrapeSeries(SettingWords.flag(name, value)));
        word("sendStartZeros", (b, name, value) -> b.sendStartZeros(SettingWords.flag(name, value)));
        word("maxSamplesPerSend", (b, name, value) -> b.maxSamplesPerSend(number(name, value)));
        for (String each : ShipperSettingsBuilder.names()) {
            if (!OF_LOGS.contains(each)) {
                word(each, (b, name, value) -> b.delivery().set(name, value));
            }
        }
    }

    private RemoteWriteWords() {}

    private static void word(String spelling, Setter setter) {
        WORDS.put(SettingWords.normalise(spelling), new Word(spelling, setter));
    }

    static void set(RemoteWriteSettingsBuilder builder, String name, String value) {
        Word word = WORDS.get(SettingWords.normalise(name));
        if (word == null) {
            throw SettingException.unknown(name, names());
        }
        builder.written(word.spelling(), name);
        word.setter().set(builder, name, value);
    }

    static List<String> names() {
        List<String> names = new ArrayList<>();
        WORDS.values().forEach(each -> names.add(each.spelling()));
        return names;
    }

    private static ProtobufMessage message(String name, String value) {
        ProtobufMessage message = ProtobufMessage.parse(value);
        if (message == null) {
            throw new SettingException(
                    name, value, "auto, io.prometheus.write.v2.Request (or 2.0) or prometheus.WriteRequest (or 1.0)");
        }
        return message;
    }

    private static int number(String name, String value) {
        try {
            return Integer.parseInt(value.strip());
        } catch (NumberFormatException e) {
            throw new SettingException(name, value, RemoteWriteSettingsBuilder.ACCEPTED_SAMPLES);
        }
    }
}
