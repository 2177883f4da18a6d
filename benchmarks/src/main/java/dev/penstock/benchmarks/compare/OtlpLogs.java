package dev.penstock.benchmarks.compare;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads OTLP's export request for logs. Field numbers: opentelemetry-proto, {@code logs_service.proto}, {@code logs.proto},
 * {@code resource.proto} and {@code common.proto}.
 */
final class OtlpLogs {

    private OtlpLogs() {}

    static void decode(byte[] bytes, Consumer<ReceivedLine> out) throws InvalidProtocolBufferException {
        for (UnknownFieldSet resourceLogs : messages(UnknownFieldSet.parseFrom(bytes), 1)) {
            Map<String, String> resource = new HashMap<>();
            for (UnknownFieldSet each : messages(resourceLogs, 1)) {
                resource.putAll(attributes(each, 1));
            }
            for (UnknownFieldSet scopeLogs : messages(resourceLogs, 2)) {
                for (UnknownFieldSet each : messages(scopeLogs, 2)) {
                    out.accept(line(each, resource));
                }
            }
        }
    }

    private static ReceivedLine line(UnknownFieldSet logRecord, Map<String, String> resource)
            throws InvalidProtocolBufferException {
        Map<String, String> labels = new HashMap<>(resource);
        labels.put("level", text(logRecord, 3));
        String body = "";
        for (UnknownFieldSet value : messages(logRecord, 5)) {
            body = text(value, 1);
        }
        return new ReceivedLine(body, labels, attributes(logRecord, 6));
    }

    private static Map<String, String> attributes(UnknownFieldSet message, int field)
            throws InvalidProtocolBufferException {
        Map<String, String> attributes = new HashMap<>();
        for (UnknownFieldSet pair : messages(message, field)) {
            for (UnknownFieldSet value : messages(pair, 2)) {
                attributes.put(text(pair, 1), text(value, 1));
            }
        }
        return attributes;
    }

    private static List<UnknownFieldSet> messages(UnknownFieldSet message, int field)
            throws InvalidProtocolBufferException {
        List<UnknownFieldSet> found = new ArrayList<>();
        for (ByteString each : message.getField(field).getLengthDelimitedList()) {
            found.add(UnknownFieldSet.parseFrom(each));
        }
        return found;
    }

    private static String text(UnknownFieldSet message, int field) {
        List<ByteString> values = message.getField(field).getLengthDelimitedList();
        return values.isEmpty() ? "" : values.get(values.size() - 1).toStringUtf8();
    }
}
