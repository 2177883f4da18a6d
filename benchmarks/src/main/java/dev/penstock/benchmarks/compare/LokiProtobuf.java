package dev.penstock.benchmarks.compare;

import dev.penstock.testkit.wire.Entry;
import dev.penstock.testkit.wire.LabelPair;
import dev.penstock.testkit.wire.PushRequest;
import dev.penstock.testkit.wire.Stream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads Loki's push request, uncompressed. */
final class LokiProtobuf {

    private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*=\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

    private LokiProtobuf() {}

    static void decode(byte[] bytes, Consumer<ReceivedLine> out) throws IOException {
        for (Stream stream : PushRequest.parseFrom(bytes).getStreamsList()) {
            Map<String, String> labels = labels(stream.getLabels().toStringUtf8());
            for (Entry entry : stream.getEntriesList()) {
                Map<String, String> metadata = new HashMap<>();
                for (LabelPair pair : entry.getStructuredMetadataList()) {
                    metadata.put(pair.getName().toStringUtf8(), pair.getValue().toStringUtf8());
                }
                out.accept(new ReceivedLine(entry.getLine().toStringUtf8(), labels, metadata));
            }
        }
    }

    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new HashMap<>();
        Matcher matcher = LABEL.matcher(text);
        while (matcher.find()) {
            labels.put(matcher.group(1), matcher.group(2));
        }
        return labels;
    }
}
