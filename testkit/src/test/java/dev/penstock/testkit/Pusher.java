package dev.penstock.testkit;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.penstock.testkit.wire.Entry;
import dev.penstock.testkit.wire.LabelPair;
import dev.penstock.testkit.wire.PushRequest;
import dev.penstock.testkit.wire.Stream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.xerial.snappy.Snappy;

/** Speaks to a backend over real HTTP. */
final class Pusher {

    static final String JSON = "application/json";
    static final String PROTOBUF = "application/x-protobuf";

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Pusher() {}

    static HttpResponse<String> json(EmbeddedBackend backend, String body) throws Exception {
        return post(backend.lokiPushUrl(), body.getBytes(StandardCharsets.UTF_8), "Content-Type", JSON);
    }

    static HttpResponse<String> protobuf(EmbeddedBackend backend, Stream... streams) throws Exception {
        return post(backend.lokiPushUrl(), body(streams), "Content-Type", PROTOBUF);
    }

    static byte[] body(Stream... streams) throws IOException {
        PushRequest.Builder request = PushRequest.newBuilder();
        for (Stream stream : streams) {
            request.addStreams(stream);
        }
        return Snappy.compress(request.build().toByteArray());
    }

    static HttpResponse<String> post(String url, byte[] body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(10))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    static HttpResponse<String> get(String url, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(10));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    static Stream stream(String labels, Entry... entries) {
        return Stream.newBuilder()
                .setLabels(ByteString.copyFromUtf8(labels))
                .addAllEntries(List.of(entries))
                .build();
    }

    static Entry entry(String line, String... metadata) {
        return entry(Instant.now(), line, metadata);
    }

    static Entry entry(Instant time, String line, String... metadata) {
        Entry.Builder entry = Entry.newBuilder()
                .setTimestamp(
                        Timestamp.newBuilder().setSeconds(time.getEpochSecond()).setNanos(time.getNano()))
                .setLine(ByteString.copyFromUtf8(line));
        for (int i = 0; i < metadata.length; i += 2) {
            entry.addStructuredMetadata(LabelPair.newBuilder()
                    .setName(ByteString.copyFromUtf8(metadata[i]))
                    .setValue(ByteString.copyFromUtf8(metadata[i + 1])));
        }
        return entry.build();
    }

    static byte[] gzip(byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body);
        }
        return bytes.toByteArray();
    }
}
