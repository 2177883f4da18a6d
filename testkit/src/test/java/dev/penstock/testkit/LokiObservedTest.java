package dev.penstock.testkit;

import static dev.penstock.testkit.Pusher.entry;
import static dev.penstock.testkit.Pusher.protobuf;
import static dev.penstock.testkit.Pusher.stream;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.penstock.testkit.wire.Entry;
import dev.penstock.testkit.wire.LabelPair;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.xerial.snappy.Snappy;

/** What a real Loki was seen to answer, row by row. */
class LokiObservedTest {

    @RegisterExtension
    static final EmbeddedBackendExtension EXTENSION = new EmbeddedBackendExtension();

    private final EmbeddedBackend backend = EXTENSION.backend();

    @Test
    void badLabelNameCostsTheWholeRequest() throws Exception {
        HttpResponse<String> answer =
                protobuf(backend, stream("{app=\"a\"}", entry("good")), stream("{a-b=\"x\"}", entry("bad")));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .isEqualTo("couldn't parse labels: 1:3: parse error: unexpected character inside braces: '-'\n");
        assertThat(lines()).isEmpty();
    }

    @Test
    void tooManyLabelsCostTheStream() throws Exception {
        HttpResponse<String> answer =
                protobuf(backend, stream(labels(18), entry("bad")), stream("{app=\"a\"}", entry("good")));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).startsWith("entry for stream '{").endsWith("' has 18 label names; limit 15\n");
        assertThat(lines()).containsExactly("good");
    }

    @Test
    void fifteenLabelsPassBesideTheServiceName() throws Exception {
        assertThat(protobuf(backend, stream(labels(15), entry("good"))).statusCode())
                .isEqualTo(204);
    }

    @Test
    void tooLongLineCostsTheEntry() throws Exception {
        HttpResponse<String> answer = protobuf(
                backend, stream("{app=\"a\"}", entry("x".repeat(262_144)), entry("y".repeat(262_145)), entry("small")));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .isEqualTo("max entry size '262144' bytes exceeded for stream '{app=\"a\", service_name=\"a\"}' while"
                        + " adding an entry with length '262145' bytes\n");
        assertThat(lines()).hasSize(2).contains("small");
    }

    @Test
    void metadataNameThatVanishesCostsTheWholeRequestAndIsA500() throws Exception {
        for (String name : List.of("_", "ü", "__", "日本")) {
            HttpResponse<String> answer =
                    protobuf(backend, stream("{app=\"a\"}", entry("good"), entry("bad", name, "v")));

            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body())
                    .isEqualTo("normalization for label name \"" + name + "\" resulted in invalid name \"_\"\n");
        }
        assertThat(protobuf(backend, stream("{app=\"a\"}", entry("bad", "", "v")))
                        .statusCode())
                .isEqualTo(500);
        assertThat(lines()).isEmpty();
    }

    @Test
    void metadataNamesComeBackNormalised() throws Exception {
        protobuf(backend, stream("{app=\"a\"}", entry("x", "a-b.c", "1", "9lives", "2", "a__é_b", "3")));

        assertThat(backend.loki().entries().get(0).structuredMetadata())
                .containsEntry("a_b_c", "1")
                .containsEntry("key_9lives", "2")
                .containsEntry("a_b", "3");
    }

    @Test
    void tooManyMetadataPairsCostTheEntry() throws Exception {
        String[] pairs = IntStream.range(0, 260)
                .mapToObj(i -> i % 2 == 0 ? "n" + i : "v")
                .toArray(String[]::new);
        HttpResponse<String> answer = protobuf(backend, stream("{app=\"a\"}", entry("bad", pairs), entry("good")));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("has too many structured metadata labels: '130', limit: '128'");
        assertThat(lines()).containsExactly("good");
    }

    @Test
    void tooMuchMetadataCostsTheEntry() throws Exception {
        HttpResponse<String> answer =
                protobuf(backend, stream("{app=\"a\"}", entry("bad", "n", "v".repeat(70_000)), entry("good")));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("has structured metadata too large: '70001' bytes, limit: '65536' bytes");
        assertThat(lines()).containsExactly("good");
    }

    @Test
    void tooLongLabelValueOrNameCostsTheStream() throws Exception {
        String value = "v".repeat(2049);
        HttpResponse<String> answer = protobuf(
                backend, stream("{app=\"" + value + "\"}", entry("bad")), stream("{app=\"a\"}", entry("good")));
        HttpResponse<String> name = protobuf(
                backend, stream("{" + "n".repeat(1025) + "=\"x\"}", entry("bad")), stream("{b=\"a\"}", entry("fine")));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("has label value too long: '" + value + "'");
        assertThat(name.body()).contains("has label name too long");
        assertThat(lines()).containsExactly("good", "fine");
    }

    @Test
    void theSameEntriesTwiceAreKeptOnce() throws Exception {
        Entry first = entry("one", "k", "v");
        Entry second = entry("two");
        for (int i = 0; i < 2; i++) {
            assertThat(protobuf(backend, stream("{app=\"a\"}", first, second)).statusCode())
                    .isEqualTo(204);
        }
        assertThat(lines()).containsExactly("one", "two");
    }

    @Test
    void theSameLineWithOtherMetadataIsAnotherEntry() throws Exception {
        Instant now = Instant.now();
        protobuf(backend, stream("{app=\"a\"}", entry(now, "x", "k", "1"), entry(now, "x", "k", "2")));

        assertThat(lines()).containsExactly("x", "x");
    }

    @Test
    void entryTooFarBehindItsStreamIsRefusedAlone() throws Exception {
        Instant now = Instant.parse("2026-11-21T12:00:00Z");
        try (EmbeddedBackend fixed = EmbeddedBackend.builder()
                .clock(Clock.fixed(now, ZoneOffset.UTC))
                .start()) {
            HttpResponse<String> answer = protobuf(
                    fixed,
                    stream(
                            "{app=\"a\"}",
                            entry(now, "now"),
                            entry(now.minus(Duration.ofMinutes(90)), "late"),
                            entry(now.minus(Duration.ofMinutes(30)), "later")));

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body())
                    .isEqualTo("entry with timestamp 2026-11-21 10:30:00 +0000 UTC ignored, reason: 'entry too far"
                            + " behind, entry timestamp is: 2026-11-21T10:30:00Z, oldest acceptable timestamp is:"
                            + " 2026-11-21T11:00:00Z',\nuser 'fake', total ignored: 1 out of 3 for stream: {app=\"a\","
                            + " service_name=\"a\"}\n");
            assertThat(fixed.loki().entries()).extracting(StoredEntry::line).containsExactly("now", "later");
        }
    }

    @Test
    void errorsOfEarlierStreamsAreLostWhenTheLastOneIsFine() throws Exception {
        Instant now = Instant.now();
        HttpResponse<String> answer = protobuf(
                backend,
                stream("{app=\"a\"}", entry(now, "now"), entry(now.minus(Duration.ofHours(2)), "late")),
                stream("{app=\"b\"}", entry(now, "fine")));

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(lines()).containsExactly("now", "fine");
    }

    @Test
    void tooOldAndTooNewEntriesAreRefusedAlone() throws Exception {
        HttpResponse<String> old = protobuf(backend, stream("{app=\"a\"}", entry(Instant.EPOCH, "old"), entry("good")));
        HttpResponse<String> young = protobuf(
                backend, stream("{app=\"a\"}", entry(Instant.now().plus(Duration.ofHours(2)), "young"), entry("fine")));

        assertThat(old.statusCode()).isEqualTo(400);
        assertThat(old.body())
                .startsWith("entry for stream '{app=\"a\", service_name=\"a\"}' has timestamp too old:"
                        + " 1970-01-01T00:00:00Z, oldest acceptable timestamp is: 20");
        assertThat(young.statusCode()).isEqualTo(400);
        assertThat(young.body()).contains("has timestamp too new: 20");
        assertThat(lines()).containsExactly("good", "fine");
    }

    @Test
    void noStreamsAreA422() throws Exception {
        HttpResponse<String> answer = protobuf(backend);

        // An empty message is not an empty body: snappy writes its length.
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).isEqualTo("error at least one valid stream is required for ingestion\n");
        assertThat(Pusher.json(backend, "{\"streams\":[]}").statusCode()).isEqualTo(422);
        assertThat(Pusher.json(backend, "{}").statusCode()).isEqualTo(422);
    }

    @Test
    void emptyLabelsBecomeAnUnknownService() throws Exception {
        assertThat(protobuf(backend, stream("{}", entry("x"))).statusCode()).isEqualTo(204);
        assertThat(backend.loki().streams().get(0)).containsOnlyKeys("service_name");
        assertThat(backend.loki().streams().get(0)).containsEntry("service_name", "unknown_service");
    }

    @Test
    void emptyLabelValueIsDroppedAndEmptyLineIsStored() throws Exception {
        assertThat(protobuf(backend, stream("{app=\"a\", empty=\"\"}", entry("")))
                        .statusCode())
                .isEqualTo(204);
        assertThat(backend.loki().streams().get(0)).containsOnlyKeys("app", "service_name");
        assertThat(lines()).containsExactly("");
    }

    @Test
    void loneSurrogateEscapeInJsonCostsTheWholeRequest() throws Exception {
        String now = Long.toString(System.currentTimeMillis()) + "000000";
        HttpResponse<String> answer = Pusher.json(
                backend,
                "{\"streams\":[{\"stream\":{\"app\":\"a\"},\"values\":[[\"" + now + "\",\"good\"],[\"" + now
                        + "\",\"\\ud800\"]]}]}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(lines()).isEmpty();
    }

    @Test
    void invalidUtf8InALineIsStored() throws Exception {
        Entry broken = entry("").toBuilder()
                .setLine(ByteString.copyFrom(new byte[] {'a', (byte) 0xff, 'b'}))
                .build();

        assertThat(protobuf(backend, stream("{app=\"a\"}", broken)).statusCode())
                .isEqualTo(204);
        assertThat(lines()).containsExactly("a\uFFFDb");
    }

    @Test
    void invalidUtf8IsTakenOutOfAMetadataValue() throws Exception {
        Entry broken = entry("x", "k", "v").toBuilder()
                .setStructuredMetadata(
                        0,
                        LabelPair.newBuilder()
                                .setName(ByteString.copyFromUtf8("k"))
                                .setValue(ByteString.copyFrom(new byte[] {'a', (byte) 0xff, 'b'})))
                .build();

        assertThat(protobuf(backend, stream("{app=\"a\"}", broken)).statusCode())
                .isEqualTo(204);
        assertThat(backend.loki().entries().get(0).structuredMetadata()).containsEntry("k", "ab");
    }

    @Test
    void labelsNeedNotBeSorted() throws Exception {
        protobuf(backend, stream("{b=\"2\", app=\"a\"}", entry("x")), stream("{app=\"a\",b=\"2\",}", entry("y")));

        assertThat(backend.loki().streams()).hasSize(1);
        assertThat(lines()).containsExactly("x", "y");
    }

    @Test
    void protobufIsTakenInSnappysBlockFormatOnly() throws Exception {
        byte[] plain = Snappy.uncompress(Pusher.body(stream("{app=\"a\"}", entry("x"))));
        HttpResponse<String> raw = Pusher.post(backend.lokiPushUrl(), plain, "Content-Type", Pusher.PROTOBUF);
        HttpResponse<String> gzip = Pusher.post(
                backend.lokiPushUrl(), Pusher.gzip(plain), "Content-Type", Pusher.PROTOBUF, "Content-Encoding", "gzip");

        assertThat(raw.statusCode()).isEqualTo(400);
        assertThat(raw.body()).isEqualTo("snappy: corrupt input\n");
        assertThat(gzip.statusCode()).isEqualTo(400);
        assertThat(gzip.body()).isEqualTo("snappy: corrupt input\n");
    }

    @Test
    void jsonMayBeCompressedWithGzip() throws Exception {
        String body = "{\"streams\":[{\"stream\":{\"app\":\"a\"},\"values\":[[\"" + System.currentTimeMillis()
                + "000000\",\"zipped\",{\"k\":\"v\"}]]}]}";
        HttpResponse<String> answer = Pusher.post(
                backend.lokiPushUrl(),
                Pusher.gzip(body.getBytes(StandardCharsets.UTF_8)),
                "Content-Type",
                "application/json; charset=utf-8",
                "Content-Encoding",
                "gzip");

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(lines()).containsExactly("zipped");
    }

    @Test
    void escapedLabelValueArrivesIntact() throws Exception {
        String text = "{app=\"a \\\"quoted\\\" \\\\ \\n \\u00fc \\x41 \\101 \\U0001F600 ü\"}";

        assertThat(protobuf(backend, stream(text, entry("x"))).statusCode()).isEqualTo(204);
        assertThat(backend.loki().streams().get(0)).containsEntry("app", "a \"quoted\" \\ \n ü A A 😀 ü");
    }

    @Test
    void tenantHeaderIsIgnoredByASingleTenantLoki() throws Exception {
        HttpResponse<String> answer = Pusher.post(
                backend.lokiPushUrl(),
                Pusher.body(stream("{app=\"a\"}", entry("x"))),
                "Content-Type",
                Pusher.PROTOBUF,
                "X-Scope-OrgID",
                "somebody");

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(backend.loki().tenants()).containsExactly("fake");
    }

    private List<String> lines() {
        return backend.loki().entries().stream().map(StoredEntry::line).toList();
    }

    private static String labels(int count) {
        return IntStream.range(0, count).mapToObj(i -> "l" + i + "=\"v\"").collect(Collectors.joining(", ", "{", "}"));
    }
}
