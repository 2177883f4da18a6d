package dev.penstock.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.penstock.testkit.wire.Entry;
import dev.penstock.testkit.wire.LabelPair;
import dev.penstock.testkit.wire.PushRequest;
import dev.penstock.testkit.wire.Stream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.Snappy;

class BodyDecoderTest {

    private static final ReceivedLine LINE =
            new ReceivedLine("seq=1 \"ä\"", Map.of("app", "shop", "level", "INFO"), Map.of("requestId", "req-0"));

    @Test
    void lokisProtobufIsRead() throws IOException {
        PushRequest request = PushRequest.newBuilder()
                .addStreams(Stream.newBuilder()
                        .setLabels(bytes("{app=\"shop\", level=\"INFO\"}"))
                        .addEntries(Entry.newBuilder()
                                .setLine(bytes(LINE.line()))
                                .addStructuredMetadata(LabelPair.newBuilder()
                                        .setName(bytes("requestId"))
                                        .setValue(bytes("req-0")))))
                .build();
        assertThat(decoded("/loki/api/v1/push", "application/x-protobuf", "", Snappy.compress(request.toByteArray())))
                .containsExactly(LINE);
    }

    @Test
    void lokisJsonIsRead() throws IOException {
        byte[] json =
                "{\"streams\":[{\"stream\":{\"app\":\"shop\",\"level\":\"INFO\"},\"values\":[[\"1\",\"seq=1 \\\"ä\\\"\",{\"requestId\":\"req-0\"}]]}]}"
                        .getBytes(StandardCharsets.UTF_8);
        assertThat(decoded("/loki/api/v1/push", "application/json; charset=utf-8", "", json))
                .containsExactly(LINE);
        assertThat(decoded("/loki/api/v1/push", "application/json", "gzip", gzip(json)))
                .containsExactly(LINE);
    }

    @Test
    void otlpIsRead() throws IOException {
        UnknownFieldSet resource = message(1, attribute("app", "shop"));
        UnknownFieldSet logRecord = UnknownFieldSet.newBuilder()
                .mergeFrom(text(3, "INFO"))
                .mergeFrom(message(5, text(1, LINE.line())))
                .mergeFrom(message(6, attribute("requestId", "req-0")))
                .build();
        UnknownFieldSet resourceLogs = UnknownFieldSet.newBuilder()
                .mergeFrom(message(1, resource))
                .mergeFrom(message(2, message(2, logRecord)))
                .build();
        byte[] body = message(1, resourceLogs).toByteArray();
        assertThat(decoded("/v1/logs", "application/x-protobuf", "", body)).containsExactly(LINE);
        assertThat(decoded("/v1/logs", "application/x-protobuf", "gzip", gzip(body)))
                .containsExactly(LINE);
    }

    private static List<ReceivedLine> decoded(String path, String type, String encoding, byte[] bytes)
            throws IOException {
        List<ReceivedLine> lines = new ArrayList<>();
        BodyDecoder.decode(new Body(path, type, encoding, 1, bytes.length, bytes, 0), bytes, lines::add);
        return lines;
    }

    private static UnknownFieldSet attribute(String name, String value) {
        return UnknownFieldSet.newBuilder()
                .mergeFrom(text(1, name))
                .mergeFrom(message(2, text(1, value)))
                .build();
    }

    private static UnknownFieldSet text(int field, String value) {
        return field(field, bytes(value));
    }

    private static UnknownFieldSet message(int field, UnknownFieldSet value) {
        return field(field, value.toByteString());
    }

    private static UnknownFieldSet field(int number, ByteString bytes) {
        return UnknownFieldSet.newBuilder()
                .addField(
                        number,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(bytes)
                                .build())
                .build();
    }

    private static ByteString bytes(String text) {
        return ByteString.copyFromUtf8(text);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(zipped)) {
            out.write(bytes);
        }
        return zipped.toByteArray();
    }
}
