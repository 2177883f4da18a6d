package dev.penstock.settings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The settings of remote write by name: those of its own, and those that say how to deliver, which it shares with logs.
 *
 * <p>{@code protobuf_message}, {@code protobufMessage} and {@code protobuf-message} are the same word.
 */
final class RemoteWriteWords {

    /** What {@link ShipperSettingsBuilder} knows and remote write has no use for. */
    private static final List<String> OF_LOGS = List.of(
            "externalLabels",
            "batchWait",
            "batchSize",
            "maxLineSize",
            "durability",
            "maxLabelValues",
            "maxStreams",
            "flushLevel",
            "maxBlock",
            "pipeline",
            "pipelineFile",
            "config");

    /** As they are spelt, in the order in which they are listed for users. */
    private static final List<String> SPELLINGS = spellings();

    /** Spellings by themselves without dashes and capitals. */
    private static final Map<String, String> WORDS = new HashMap<>();

    static {
        for (String each : SPELLINGS) {
            WORDS.put(SettingWords.normalise(each), each);
        }
    }

    private RemoteWriteWords() {}

    private static List<String> spellings() {
        List<String> spellings = new ArrayList<>(List.of(
                "job",
                "instance",
                "externalLabels",
                "honorLabels",
                "writeRelabelRules",
                "step",
                "protobufMessage",
                "sendExemplars",
                "sendNativeHistograms",
                "sendScrapeSeries",
                "sendStartZeros",
                "maxSamplesPerSend",
                "config"));
        for (String each : ShipperSettingsBuilder.names()) {
            if (!OF_LOGS.contains(each)) {
                spellings.add(each);
            }
        }
        return List.copyOf(spellings);
    }

    /** One switch and no table of lambdas: each of those would cost a start a tenth of a millisecond. */
    private static void set(String spelling, RemoteWriteSettingsBuilder b, String name, String value) {
        switch (spelling) {
            case "job" -> b.job(value);
            case "instance" -> b.instance(value);
            case "externalLabels" -> b.externalLabels(SettingWords.keyValueLines(name, value));
            case "honorLabels" -> b.honorLabels(SettingWords.flag(name, value));
            case "writeRelabelRules" -> b.writeRelabelRules(value);
            case "step" -> b.step(Quantities.duration(name, value));
            case "protobufMessage" -> b.protobufMessage(message(name, value));
            case "sendExemplars" -> b.sendExemplars(SettingWords.flag(name, value));
            case "sendNativeHistograms" -> b.sendNativeHistograms(SettingWords.flag(name, value));
            case "sendScrapeSeries" -> b.sendScrapeSeries(SettingWords.flag(name, value));
            case "sendStartZeros" -> b.sendStartZeros(SettingWords.flag(name, value));
            case "maxSamplesPerSend" -> b.maxSamplesPerSend(number(name, value));
            case "config" -> b.config(value);
            default -> b.delivery().set(name, value);
        }
    }

    static void set(RemoteWriteSettingsBuilder builder, String name, String value) {
        String spelling = WORDS.get(SettingWords.normalise(name));
        if (spelling == null) {
            throw SettingException.unknown(name, names());
        }
        builder.written(spelling, name);
        set(spelling, builder, name, value);
    }

    static List<String> names() {
        return SPELLINGS;
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
