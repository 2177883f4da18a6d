package dev.penstock.testkit;

import static dev.penstock.testkit.RemoteWrites.NOW;
import static dev.penstock.testkit.RemoteWrites.one2;
import static dev.penstock.testkit.RemoteWrites.sample1;
import static dev.penstock.testkit.RemoteWrites.series1;
import static dev.penstock.testkit.RemoteWrites.version1;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xerial.snappy.Snappy;
import org.xerial.snappy.SnappyFramedOutputStream;

/** Headers and compression. */
class RemoteWriteEnvelopeTest {

    private static final String V1 = "application/x-protobuf";
    private static final String V2 = "application/x-protobuf;proto=io.prometheus.write.v2.Request";

    @RegisterExtension
    static final EmbeddedBackendExtension BACKEND = new EmbeddedBackendExtension();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | Content-Type |  | 400 | no Content-Type header",
                "1 | Content-Type | application/json | 415 | the media type must be application/x-protobuf",
                "1 | Content-Type | application/x-protobuf;proto=a.B | 415 | unknown protobuf message \"a.B\"",
                "1 | Content-Type | application/x-protobuf;proto | 415 | parameters must be name=value",
                "1 | Content-Encoding |  | 400 | no Content-Encoding header; it must be snappy",
                "1 | Content-Encoding | gzip | 415 | Content-Encoding \"gzip\" is not accepted",
                "1 | X-Prometheus-Remote-Write-Version |  | 400 | no X-Prometheus-Remote-Write-Version header",
                "1 | X-Prometheus-Remote-Write-Version | 2.0.0 | 400 | for prometheus.WriteRequest it must be 0.1.0",
                "2 | X-Prometheus-Remote-Write-Version | 0.1.0 | 400 | for io.prometheus.write.v2.Request it must be 2.0.0",
                "2 | X-Prometheus-Remote-Write-Version | 2 | 400 | it must be 2.0.0",
            })
    void headerIsDemanded(int version, String header, String value, int status, String words) throws Exception {
        Map<String, String> headers = version == 1 ? headers(V1, "0.1.0") : headers(V2, "2.0.0");
        if (value == null) {
            headers.remove(header);
        } else {
            headers.put(header, value);
        }

        HttpResponse<String> response = send(headers, version == 1 ? first() : one2(NOW, 1, "__name__", "x"));

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).contains(words);
        assertThat(BACKEND.metrics().sampleCount()).isZero();
        assertThat(BACKEND.metrics().violations())
                .singleElement()
                .asString()
                .startsWith("/api/v1/write: ")
                .contains(words);
    }

    @Test
    void userAgentIsDemanded() throws Exception {
        byte[] body = Snappy.compress(first().toByteArray());
        StringBuilder head = new StringBuilder("POST /api/v1/write HTTP/1.1\r\nHost: x\r\nConnection: close\r\n");
        headers(V1, "0.1.0")
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");

        // java.net.http always sends one.
        String answer;
        try (Socket socket = new Socket("127.0.0.1", URI.create(BACKEND.url()).getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
            out.write(body);
            out.flush();
            answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }

        assertThat(answer).startsWith("HTTP/1.1 400").contains("no User-Agent header");
    }

    @Test
    void contentTypeMayNameVersion1() throws Exception {
        assertThat(send(headers(V1 + ";proto=prometheus.WriteRequest", "0.1.0"), first())
                        .statusCode())
                .isEqualTo(204);
        assertThat(send(
                                headers("application/x-protobuf; proto=io.prometheus.write.v2.Request", "2.0.0"),
                                one2(NOW, 1, "__name__", "y"))
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void onlySnappysBlockFormatIsTaken() throws Exception {
        ByteArrayOutputStream framed = new ByteArrayOutputStream();
        try (OutputStream out = new SnappyFramedOutputStream(framed)) {
            out.write(first().toByteArray());
        }

        HttpResponse<String> stream = post(headers(V1, "0.1.0"), framed.toByteArray());
        HttpResponse<String> plain = post(headers(V1, "0.1.0"), first().toByteArray());
        HttpResponse<String> nothing = post(headers(V1, "0.1.0"), new byte[0]);

        assertThat(stream.body()).contains("framed format; it must have the block format");
        assertThat(plain.body()).contains("snappy: corrupt input");
        assertThat(nothing.body()).contains("snappy: corrupt input");
        assertThat(List.of(stream, plain, nothing)).allMatch(response -> response.statusCode() == 400);
    }

    private static Message first() {
        return version1(series1("__name__", "x").addSamples(sample1(NOW, 1)));
    }

    private static Map<String, String> headers(String contentType, String version) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", contentType);
        headers.put("Content-Encoding", "snappy");
        headers.put("X-Prometheus-Remote-Write-Version", version);
        return headers;
    }

    private static HttpResponse<String> send(Map<String, String> headers, Message message) throws Exception {
        return post(headers, Snappy.compress(message.toByteArray()));
    }

    private static HttpResponse<String> post(Map<String, String> headers, byte[] body) throws Exception {
        List<String> flat = new ArrayList<>();
        headers.forEach((name, value) -> flat.addAll(List.of(name, value)));
        return Pusher.post(BACKEND.remoteWriteUrl(), body, flat.toArray(new String[0]));
    }
}
