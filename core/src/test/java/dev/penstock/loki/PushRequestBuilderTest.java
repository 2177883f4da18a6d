package dev.penstock.loki;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.penstock.process.Entry;
import dev.penstock.testkit.wire.LabelPair;
import dev.penstock.testkit.wire.PushRequest;
import dev.penstock.testkit.wire.Stream;
import dev.penstock.wire.RequestScratch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xerial.snappy.Snappy;

class PushRequestBuilderTest {

    private static final StreamDefaults DEFAULTS = new StreamDefaults(Map.of("env", "prod"), "shop");
    private static final int NO_LIMIT = 16 << 20;
    private static final long SECOND = 1_000_000_000L;

    private final PushRequestBuilder builder = new PushRequestBuilder(DEFAULTS, NO_LIMIT, new RequestScratch());

    /** What was put in. */
    record Put(int stream, long gap, String line, Map<String, String> metadata) {}

    /** What came out: an entry in its stream. */
    record Got(long time, String line, Map<String, String> metadata) {}

    @Provide
    Arbitrary<List<List<Put>>> requests() {
        Arbitrary<Put> put = Combinators.combine(
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.longs().between(1, 3 * SECOND),
                        Texts.any(),
                        Arbitraries.maps(
                                        Arbitraries.strings()
                                                .alpha()
                                                .ofMinLength(1)
                                                .ofMaxLength(6),
                                        Texts.any().filter(text -> !text.isEmpty()))
                                .ofMaxSize(20))
                .as(Put::new);
        return put.list().ofMinSize(1).ofMaxSize(30).list().ofMinSize(1).ofMaxSize(4);
    }

    @Property
    void lokiReadsWhatWasPutInRequestAfterRequest(@ForAll("requests") List<List<Put>> requests) throws IOException {
        PushRequestBuilder reused = new PushRequestBuilder(DEFAULTS, NO_LIMIT, new RequestScratch());
        long time = -10 * SECOND;
        for (List<Put> request : requests) {
            Map<String, List<Got>> expected = new LinkedHashMap<>();
            long promised = 0;
            for (Put put : request) {
                time += put.gap();
                Map<String, String> labels = labels(put.stream());
                assertThat(reused.prepare(entry(time, labels, put.line(), put.metadata())))
                        .isFalse();
                promised += reused.preparedSize();
                reused.addPrepared();
                expected.computeIfAbsent(textOf(labels), any -> new ArrayList<>())
                        .add(new Got(time, Texts.wellFormed(put.line()), wellFormed(put.metadata())));
            }
            assertThat(reused.entryCount()).isEqualTo(request.size());

            byte[] plain = Snappy.uncompress(reused.build());

            assertThat(read(plain)).isEqualTo(expected);
            assertThat((long) plain.length).isLessThanOrEqualTo(promised);
            assertThat(reused.entryCount()).isZero();
        }
    }

    private static Map<String, String> labels(int stream) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (int i = 0; i < stream; i++) {
            labels.put("label_" + i, "välue \"" + i + "\"\n");
        }
        return labels;
    }

    private static String textOf(Map<String, String> own) {
        Map<String, String> all = new LinkedHashMap<>(own);
        all.put("env", "prod");
        all.put("service_name", "shop");
        return LabelText.of(all);
    }

    private static Map<String, String> wellFormed(Map<String, String> metadata) {
        Map<String, String> result = new LinkedHashMap<>();
        metadata.forEach((name, value) -> result.put(name, Texts.wellFormed(value)));
        return result;
    }

    @Test
    void entriesOfInterleavedStreamsKeepTheirOrderWithinTheStream() throws IOException {
        for (int i = 0; i < 1000; i++) {
            add(i, Map.of("n", Integer.toString(i % 7)), "line " + i);
        }

        Map<String, List<Got>> streams = read(Snappy.uncompress(builder.build()));

        assertThat(streams).hasSize(7);
        for (int n = 0; n < 7; n++) {
            int first = n;
            assertThat(streams.get(textOf(Map.of("n", Integer.toString(n)))))
                    .extracting(Got::line)
                    .containsExactlyElementsOf(IntStream.iterate(first, i -> i < 1000, i -> i + 7)
                            .mapToObj(i -> "line " + i)
                            .toList());
        }
    }

    @Test
    void moreStreamsThanAreRememberedAreStillAllThere() throws IOException {
        for (int i = 0; i < 25_000; i++) {
            add(i, Map.of("n", Integer.toString(i)), "x");
        }
        add(25_000, Map.of("n", "0"), "again");

        Map<String, List<Got>> streams = read(Snappy.uncompress(builder.build()));

        assertThat(streams).hasSize(25_000);
        assertThat(streams.get(textOf(Map.of("n", "0")))).extracting(Got::line).containsExactly("x", "again");
    }

    @Test
    void labelsInAnotherOrderAreTheSameStream() throws IOException {
        Map<String, String> one = new LinkedHashMap<>();
        one.put("a", "1");
        one.put("b", "2");
        Map<String, String> other = new LinkedHashMap<>();
        other.put("b", "2");
        other.put("a", "1");
        add(5, one, "x");
        add(5, other, "x");

        PushRequest request = PushRequest.parseFrom(Snappy.uncompress(builder.build()));

        assertThat(request.getStreamsList()).hasSize(1);
        assertThat(read(request.toByteArray()).get(textOf(one)))
                .extracting(Got::time)
                .containsExactly(5L, 6L);
    }

    /** Names and values that only differ in where one ends and the next begins. */
    @Test
    void labelsThatLookAlikeWhenJoinedAreDifferentStreams() throws IOException {
        add(1, Map.of("a", "bc"), "1");
        add(1, Map.of("ab", "c"), "2");
        add(1, Map.of("a", "b", "c", "d"), "3");
        add(1, Map.of("a", "b\", c=\"d"), "4");

        assertThat(read(Snappy.uncompress(builder.build()))).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "1, 0, 1",
        "999999999, 0, 999999999",
        "1000000000, 1, 0",
        "-1, -1, 999999999",
        "-1000000000, -1, 0",
        "-1000000001, -2, 999999999",
        "9223372036854775807, 9223372036, 854775807",
        "-9223372036854775807, -9223372037, 145224193"
    })
    void timestampsAreSecondsAndNanosecondsFromZeroUp(long time, long seconds, int nanos) throws IOException {
        add(time, Map.of(), "x");

        Timestamp sent = PushRequest.parseFrom(Snappy.uncompress(builder.build()))
                .getStreams(0)
                .getEntries(0)
                .getTimestamp();

        assertThat(sent.getSeconds()).isEqualTo(seconds);
        assertThat(sent.getNanos()).isEqualTo(nanos);
    }

    @Test
    void equalTimestampsBecomeIncreasingNanoseconds() throws IOException {
        assertThat(timesSent(100, 100, 100, 101, 102, 200, 200))
                .containsExactly(100L, 101L, 102L, 103L, 104L, 200L, 201L);
    }

    @Test
    void timestampsOutOfOrderAreKeptAsTheyAre() throws IOException {
        assertThat(timesSent(500, 400, 300, 450, 600)).containsExactly(500L, 400L, 300L, 450L, 600L);
    }

    @Property
    void noTwoEntriesOfAStreamAreSentWithTheSameTime(@ForAll @Size(max = 150) List<@LongRange(max = 40) Long> times)
            throws IOException {
        PushRequestBuilder fresh = new PushRequestBuilder(DEFAULTS, NO_LIMIT, new RequestScratch());
        for (long time : times) {
            fresh.prepare(entry(time, Map.of(), "x", Map.of()));
            fresh.addPrepared();
        }

        List<Long> sent = times.isEmpty() ? List.of() : timesIn(fresh);

        assertThat(sent).hasSameSizeAs(times).doesNotHaveDuplicates();
        for (int i = 0; i < sent.size(); i++) {
            assertThat(sent.get(i)).isGreaterThanOrEqualTo(times.get(i));
        }
    }

    @Test
    void aTimeThatComesBackAfterAnOlderOneIsNotSentTwice() throws IOException {
        assertThat(timesSent(101, 100, 101)).doesNotHaveDuplicates().startsWith(101L, 100L);
        assertThat(timesSent(200, 200, 200, 199, 200, 199)).doesNotHaveDuplicates();
    }

    @Test
    void theLastNanosecondOfTimeIsNotPassed() throws IOException {
        assertThat(timesSent(Long.MAX_VALUE, Long.MAX_VALUE)).containsExactly(Long.MAX_VALUE, Long.MAX_VALUE);
    }

    @Test
    void equalTimestampsIncreaseAcrossRequestsToo() throws IOException {
        assertThat(timesSent(100, 100)).containsExactly(100L, 101L);
        assertThat(timesSent(100, 101)).containsExactly(102L, 103L);
    }

    @Test
    void equalTimestampsOfDifferentStreamsStayEqual() throws IOException {
        add(7, Map.of("a", "1"), "x");
        add(7, Map.of("a", "2"), "x");

        assertThat(read(Snappy.uncompress(builder.build())).values())
                .allSatisfy(entries -> assertThat(entries).extracting(Got::time).containsExactly(7L));
    }

    private List<Long> timesSent(long... times) throws IOException {
        for (long time : times) {
            add(time, Map.of(), "x");
        }
        return timesIn(builder);
    }

    private static List<Long> timesIn(PushRequestBuilder request) throws IOException {
        return read(Snappy.uncompress(request.build())).get(textOf(Map.of())).stream()
                .map(Got::time)
                .toList();
    }

    @Test
    void anEmptyLineIsAnEmptyLine() throws IOException {
        add(1, Map.of(), "");

        assertThat(read(Snappy.uncompress(builder.build())).get(textOf(Map.of())))
                .containsExactly(new Got(1, "", Map.of()));
    }

    @Test
    void aHugeLineArrivesWhole() throws IOException {
        String line = "ü€😀x".repeat(500_000);
        add(1, Map.of(), line);
        add(2, Map.of(), "next");

        assertThat(read(Snappy.uncompress(builder.build())).get(textOf(Map.of())))
                .extracting(Got::line)
                .containsExactly(line, "next");
    }

    @ParameterizedTest
    @ValueSource(ints = {256, 257, 258, 259, 1000})
    void aLineIsCutToTheLimitInBytesAndItsMetadataStays(int limit) throws IOException {
        PushRequestBuilder strict = new PushRequestBuilder(DEFAULTS, limit, new RequestScratch());

        assertThat(strict.prepare(entry(1, Map.of(), "€".repeat(limit), Map.of("name", "välue"))))
                .isTrue();
        strict.addPrepared();

        PushRequest request = PushRequest.parseFrom(Snappy.uncompress(strict.build()));
        assertThat(request.getStreams(0).getEntries(0).getLine().size()).isBetween(limit - 30, limit);
        Got got = read(request.toByteArray()).get(textOf(Map.of())).get(0);
        assertThat(got.line()).startsWith("€€€").endsWith(" bytes cut]").doesNotContain("\ufffd");
        assertThat(got.metadata()).isEqualTo(Map.of("name", "välue"));
    }

    @Test
    void aLineOfExactlyTheLimitIsNotCut() {
        PushRequestBuilder strict = new PushRequestBuilder(DEFAULTS, 300, new RequestScratch());

        assertThat(strict.prepare(entry(1, Map.of(), "€".repeat(100), Map.of())))
                .isFalse();
        assertThat(strict.prepare(entry(1, Map.of(), "€".repeat(100) + "x", Map.of())))
                .isTrue();
    }

    @Test
    void anEntryThatIsPreparedAndNotAddedLeavesNothing() throws IOException {
        add(1, Map.of("a", "1"), "kept");
        builder.prepare(entry(2, Map.of("b", "2"), "dropped".repeat(10_000), Map.of("m", "v")));
        add(3, Map.of("a", "1"), "kept too");

        Map<String, List<Got>> streams = read(Snappy.uncompress(builder.build()));

        assertThat(streams).containsOnlyKeys(textOf(Map.of("a", "1")));
        assertThat(streams.get(textOf(Map.of("a", "1")))).extracting(Got::line).containsExactly("kept", "kept too");
    }

    @Test
    void labelsAreCountedOncePerRequest() {
        builder.prepare(entry(1, Map.of("a", "1"), "x", Map.of()));
        int first = builder.preparedSize();
        builder.addPrepared();
        builder.prepare(entry(2, Map.of("a", "1"), "x", Map.of()));
        int second = builder.preparedSize();
        builder.addPrepared();
        builder.build();
        builder.prepare(entry(3, Map.of("a", "1"), "x", Map.of()));

        assertThat(second).isLessThan(first - textOf(Map.of("a", "1")).length());
        assertThat(builder.preparedSize()).isEqualTo(first);
    }

    @Test
    void aRequestThatIsClosedBetweenPrepareAndAddTakesTheEntryIntoTheNext() throws IOException {
        add(1, Map.of("a", "1"), "first");
        builder.prepare(entry(2, Map.of("a", "1"), "second", Map.of()));
        assertThat(read(Snappy.uncompress(builder.build())).get(textOf(Map.of("a", "1"))))
                .extracting(Got::line)
                .containsExactly("first");

        builder.addPrepared();

        assertThat(read(Snappy.uncompress(builder.build())).get(textOf(Map.of("a", "1"))))
                .extracting(Got::line)
                .containsExactly("second");
    }

    private void add(long time, Map<String, String> labels, String line) {
        builder.prepare(entry(time, labels, line, Map.of()));
        builder.addPrepared();
    }

    private static Entry entry(long time, Map<String, String> labels, String line, Map<String, String> metadata) {
        Entry entry = new Entry();
        entry.setTimestamp(Math.floorDiv(time, SECOND), Math.floorMod(time, (int) SECOND));
        if (time == Long.MAX_VALUE) {
            entry.setTimestamp(Long.MAX_VALUE, 0);
        }
        entry.setLine(line);
        labels.forEach(entry.labels()::add);
        metadata.forEach(entry.metadata()::add);
        return entry;
    }

    /** Entries by label text; a stream that comes in several messages is put together, as Loki does. */
    private static Map<String, List<Got>> read(byte[] plain) throws IOException {
        Map<String, List<Got>> streams = new LinkedHashMap<>();
        for (Stream stream : PushRequest.parseFrom(plain).getStreamsList()) {
            List<Got> entries = streams.computeIfAbsent(utf8(stream.getLabels()), any -> new ArrayList<>());
            for (var entry : stream.getEntriesList()) {
                Map<String, String> metadata = new LinkedHashMap<>();
                for (LabelPair pair : entry.getStructuredMetadataList()) {
                    metadata.put(utf8(pair.getName()), utf8(pair.getValue()));
                }
                Timestamp time = entry.getTimestamp();
                entries.add(new Got(time.getSeconds() * SECOND + time.getNanos(), utf8(entry.getLine()), metadata));
            }
        }
        return streams;
    }

    private static String utf8(ByteString bytes) {
        assertThat(bytes.isValidUtf8()).isTrue();
        return bytes.toStringUtf8();
    }
}
