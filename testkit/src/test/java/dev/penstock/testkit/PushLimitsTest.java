package dev.penstock.testkit;

import static dev.penstock.testkit.Pusher.entry;
import static dev.penstock.testkit.Pusher.protobuf;
import static dev.penstock.testkit.Pusher.stream;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataOutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PushLimitsTest {

    @RegisterExtension
    static final EmbeddedBackendExtension EXTENSION = new EmbeddedBackendExtension();

    private final EmbeddedBackend backend = EXTENSION.backend();

    @Test
    void multiTenantLokiWantsATenant() throws Exception {
        try (EmbeddedBackend tenants =
                EmbeddedBackend.builder().authEnabled(true).start()) {
            byte[] body = Pusher.body(stream("{app=\"a\"}", entry("x")));
            HttpResponse<String> without = Pusher.post(tenants.lokiPushUrl(), body, "Content-Type", Pusher.PROTOBUF);
            HttpResponse<String> with =
                    Pusher.post(tenants.lokiPushUrl(), body, "Content-Type", Pusher.PROTOBUF, "X-Scope-OrgID", "blue");
            HttpResponse<String> odd =
                    Pusher.post(tenants.lokiPushUrl(), body, "Content-Type", Pusher.PROTOBUF, "X-Scope-OrgID", "a/b");

            assertThat(without.statusCode()).isEqualTo(401);
            assertThat(without.body()).isEqualTo("no org id\n");
            assertThat(with.statusCode()).isEqualTo(204);
            assertThat(odd.statusCode()).isEqualTo(400);
            assertThat(tenants.loki().entries("blue")).hasSize(1);
            assertThat(tenants.loki().entries("red")).isEmpty();
            assertThat(Pusher.get(tenants.url() + "/loki/api/v1/labels").statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void ingestionRateIsAllOrNothingWhenAskedFor() throws Exception {
        LokiLimits limits = LokiLimits.builder().ingestionRate(100, 150).build();
        try (EmbeddedBackend limited = EmbeddedBackend.builder().limits(limits).start()) {
            HttpResponse<String> answer =
                    protobuf(limited, stream("{app=\"a\"}", entry("x".repeat(100)), entry("y".repeat(100))));

            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(answer.body())
                    .isEqualTo("Ingestion rate limit exceeded for user fake (limit: 100 bytes/sec) while attempting to"
                            + " ingest '2' lines totaling '200' bytes, reduce log volume or contact your Loki"
                            + " administrator to see if the limit can be increased\n");
            assertThat(limited.loki().count()).isZero();
            assertThat(protobuf(limited, stream("{app=\"a\"}", entry("small"))).statusCode())
                    .isEqualTo(204);
        }
    }

    @Test
    void longLinesAreCutWhenAskedFor() throws Exception {
        LokiLimits limits =
                LokiLimits.builder().maxLineSize(10).maxLineSizeTruncate(true).build();
        try (EmbeddedBackend cutting = EmbeddedBackend.builder().limits(limits).start()) {
            assertThat(protobuf(cutting, stream("{app=\"a\"}", entry("0123456789abc")))
                            .statusCode())
                    .isEqualTo(204);
            assertThat(cutting.loki().entries().get(0).line()).isEqualTo("0123456789");
        }
    }

    @Test
    void duplicateLabelNameCostsTheStream() throws Exception {
        HttpResponse<String> answer =
                protobuf(backend, stream("{app=\"a\", app=\"b\"}", entry("bad")), stream("{app=\"c\"}", entry("good")));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("has duplicate label name: 'app'");
        assertThat(backend.loki().count()).isEqualTo(1);
    }

    @Test
    void serviceNameIsTheFirstOfLokisList() throws Exception {
        protobuf(backend, stream("{job=\"j\", container=\"c\", name=\"n\"}", entry("x")));

        assertThat(backend.loki().streams().get(0)).containsEntry("service_name", "n");
    }

    @Test
    void levelIsDetectedFromLabelThenMetadataThenFieldThenWords() throws Exception {
        Map<String, String> levels = Map.of(
                "{\"log\":{\"level\":\"WRN\"},\"msg\":\"info\"}", "warn",
                "msg=\"all info\" level=error", "error",
                "ERROR: it broke", "error",
                "nothing to see", "unknown");
        for (String line : levels.keySet()) {
            protobuf(backend, stream("{app=\"a\"}", entry(line)));
        }
        protobuf(backend, stream("{app=\"a\"}", entry("from metadata level=info", "level", "Fatal")));
        protobuf(backend, stream("{app=\"a\", level=\"WARNING\"}", entry("from label", "level", "info")));
        protobuf(backend, stream("{app=\"a\"}", entry("own", "detected_level", "ERR")));

        for (StoredEntry entry : backend.loki().entries()) {
            String expected = switch (entry.line()) {
                case "from metadata level=info" -> "fatal";
                case "from label" -> "warn";
                case "own" -> "error";
                default -> levels.get(entry.line());
            };
            assertThat(entry.structuredMetadata()).as(entry.line()).containsEntry("detected_level", expected);
        }
    }

    @Test
    void jsonIsReadStrictly() throws Exception {
        String now = System.currentTimeMillis() + "000000";
        List<String> wrong = List.of(
                "",
                "[]",
                "{",
                "{\"streams\":[",
                "{\"streams\":{}}",
                entryJson(now + ",\"x\""),
                entryJson("\"" + now + "\",5"),
                entryJson("\"" + now + "\",null"),
                entryJson("\"1.5\",\"x\""),
                entryJson("\"99999999999999999999\",\"x\""),
                entryJson("\"" + now + "\",\"x\",{\"n\":1}"),
                entryJson("\"" + now + "\",\"x\",{\"n\":{\"a\":\"b\"}}"),
                entryJson("\"" + now + "\",\"x\",null"),
                entryJson("\"" + now + "\",\"x\",[]"),
                "{\"streams\":[{\"stream\":null,\"values\":[]}]}",
                "{\"streams\":[{\"stream\":{\"a.b\":\"x\"},\"values\":[[\"" + now + "\",\"x\"]]}]}");
        for (String body : wrong) {
            assertThat(Pusher.json(backend, body).statusCode()).as(body).isEqualTo(400);
        }
        assertThat(backend.loki().count()).isZero();
        assertThat(Pusher.json(backend, entryJson("\"" + now + "\",\"x\",{\"n\":\"1\"}"))
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void headersThatSayNothingSensibleAreA400() throws Exception {
        byte[] body = Pusher.body(stream("{app=\"a\"}", entry("x")));

        assertThat(Pusher.post(backend.lokiPushUrl(), body).statusCode()).isEqualTo(400);
        assertThat(Pusher.post(backend.lokiPushUrl(), body, "Content-Type", "application/")
                        .statusCode())
                .isEqualTo(400);
        HttpResponse<String> brotli =
                Pusher.post(backend.lokiPushUrl(), body, "Content-Type", Pusher.PROTOBUF, "Content-Encoding", "br");
        assertThat(brotli.statusCode()).isEqualTo(400);
        assertThat(brotli.body()).isEqualTo("Content-Encoding \"br\" not supported\n");
        assertThat(Pusher.post(backend.lokiPushUrl(), body, "Content-Type", "text/plain")
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void randomBytesAreNeverAServerError() throws Exception {
        Random random = new Random(42);
        byte[] good = Pusher.body(stream("{app=\"a\"}", entry("x".repeat(50), "k", "v")));
        for (int i = 0; i < 300; i++) {
            byte[] body = i % 3 == 0 ? new byte[random.nextInt(300)] : good.clone();
            if (i % 3 == 0) {
                random.nextBytes(body);
            } else {
                body[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(8));
            }
            String type = i % 2 == 0 ? Pusher.PROTOBUF : Pusher.JSON;
            HttpResponse<String> answer = Pusher.post(backend.lokiPushUrl(), body, "Content-Type", type);
            // A bit can turn the metadata's name into one that vanishes, and that is Loki's own 500.
            boolean vanished = answer.body().startsWith("normalization for")
                    || answer.body().startsWith("label name");
            assertThat(answer.statusCode()).as(answer.body()).isIn(204, 400, 422, vanished ? 500 : 204);
        }
    }

    @Test
    void snappyBombIsRefusedWithoutUnpackingIt() throws Exception {
        byte[] bomb = {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0x7f, 0, 0};

        assertThat(Pusher.post(backend.lokiPushUrl(), bomb, "Content-Type", Pusher.PROTOBUF)
                        .statusCode())
                .isIn(400, 413);
    }

    @Test
    void malformedHttpDoesNotDisturbOthers() throws Exception {
        try (Socket socket =
                new Socket("127.0.0.1", Integer.parseInt(backend.url().replaceAll(".*:", "")))) {
            new DataOutputStream(socket.getOutputStream()).write("\0garbage\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            assertThat(socket.getInputStream().readAllBytes().length).isGreaterThanOrEqualTo(0);
        }
        assertThat(protobuf(backend, stream("{app=\"a\"}", entry("x"))).statusCode())
                .isEqualTo(204);
    }

    @Test
    void aMillionSmallEntriesArePossible() throws Exception {
        Instant now = Instant.now();
        for (int batch = 0; batch < 50; batch++) {
            dev.penstock.testkit.wire.Entry[] entries = new dev.penstock.testkit.wire.Entry[20_000];
            for (int i = 0; i < entries.length; i++) {
                entries[i] = entry(now.plusNanos(batch * 20_000L + i), "small line number " + i, "thread", "main");
            }
            assertThat(protobuf(backend, stream("{app=\"a\"}", entries)).statusCode())
                    .isEqualTo(204);
        }
        assertThat(backend.loki().count()).isEqualTo(1_000_000);
    }

    private static String entryJson(String entry) {
        return "{\"streams\":[{\"stream\":{\"app\":\"a\"},\"values\":[[" + entry + "]]}]}";
    }
}
