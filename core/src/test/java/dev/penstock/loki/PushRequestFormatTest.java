package dev.penstock.loki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
import dev.penstock.testkit.wire.Entry;
import dev.penstock.testkit.wire.LabelPair;
import dev.penstock.testkit.wire.PushRequest;
import dev.penstock.testkit.wire.Stream;
import dev.penstock.wire.OpenedRequest;
import dev.penstock.wire.RequestScratch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xerial.snappy.Snappy;

class PushRequestFormatTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    private final PushRequestFormat format = new PushRequestFormat();

    /** A record: the labels of its stream, and its entry. */
    record Sent(ByteString labels, Entry entry) {}

    @Provide
    Arbitrary<List<Sent>> records() {
        return sent().list().ofMinSize(1).ofMaxSize(40);
    }

    @Provide
    Arbitrary<List<List<Sent>>> requests() {
        return sent().list().ofMinSize(1).ofMaxSize(15).list().ofMinSize(1).ofMaxSize(6);
    }

    /** Few streams, so that the same one comes again; times on either side of what is suspect. */
    private static Arbitrary<Sent> sent() {
        Arbitrary<ByteString> labels = Arbitraries.integers().between(0, 3).map(PushRequestFormatTest::labels);
        Arbitrary<Timestamp> times = Combinators.combine(
                        Arbitraries.longs().between(-5000, 2000),
                        Arbitraries.integers().between(0, 999_999_999))
                .as((seconds, nanos) -> Timestamp.newBuilder()
                        .setSeconds(NOW.getEpochSecond() + seconds)
                        .setNanos(nanos)
                        .build());
        Arbitrary<LabelPair> pair = Combinators.combine(Texts.any(), Texts.any())
                .as((name, value) -> LabelPair.newBuilder()
                        .setName(ByteString.copyFromUtf8(name))
                        .setValue(ByteString.copyFromUtf8(value))
                        .build());
        Arbitrary<Entry> entries = Combinators.combine(
                        times, Texts.any(), pair.list().ofMaxSize(4))
                .as((time, line, metadata) -> Entry.newBuilder()
                        .setTimestamp(time)
                        .setLine(ByteString.copyFromUtf8(line))
                        .addAllStructuredMetadata(metadata)
                        .build());
        return Combinators.combine(labels, entries).as(Sent::new);
    }

    private static ByteString labels(int stream) {
        return ByteString.copyFromUtf8("{app=\"shöp 😀\", n=\"" + "x".repeat(stream) + "\"}");
    }

    @Property
    void everyRecordIsFoundWithItsStream(@ForAll("records") List<Sent> records) throws IOException {
        byte[] body = compressed(records);

        OpenedRequest opened = format.open(body);

        assertThat(opened.records()).isEqualTo(records.size());
        for (int i = 0; i < records.size(); i++) {
            for (int j = 0; j < records.size(); j++) {
                assertThat(opened.stream(i) == opened.stream(j))
                        .isEqualTo(records.get(i).labels().equals(records.get(j).labels()));
            }
            assertThat(records(opened.select(new int[] {i}, 0, 1))).containsExactly(records.get(i));
        }
        assertThat(format.uncompressedSize(body)).isEqualTo(Snappy.uncompressedLength(body));
    }

    @Property
    void aSplitLosesNothingAndKeepsTheOrder(@ForAll("records") List<Sent> records, @ForAll long seed)
            throws IOException {
        OpenedRequest opened = format.open(compressed(records));
        int[] order = opened.order(NOW).records();

        List<Sent> sent = new ArrayList<>();
        for (byte[] part : split(opened, order, new Random(seed))) {
            assertThat(PushRequest.parseFrom(Snappy.uncompress(part)).getStreamsList())
                    .allSatisfy(stream -> assertThat(stream.getEntriesList()).isNotEmpty());
            sent.addAll(records(part));
        }

        assertThat(sent)
                .containsExactlyElementsOf(
                        Arrays.stream(order).mapToObj(records::get).toList());
        assertThat(sent).containsExactlyInAnyOrderElementsOf(records);
        assertThat(byStream(trusted(sent))).isEqualTo(byStream(trusted(records)));
    }

    /** A part can be opened and split again, as bisecting does. */
    @Property
    void partsOfPartsLoseNothingInAnyOrder(@ForAll("records") List<Sent> records, @ForAll long seed)
            throws IOException {
        Random random = new Random(seed);
        List<Integer> shuffled =
                new ArrayList<>(IntStream.range(0, records.size()).boxed().toList());
        Collections.shuffle(shuffled, random);
        int[] order = shuffled.stream().mapToInt(Integer::intValue).toArray();

        List<Sent> sent = new ArrayList<>();
        for (byte[] part : split(format.open(compressed(records)), order, random)) {
            OpenedRequest reopened = format.open(part);
            int[] inner = IntStream.range(0, reopened.records()).toArray();
            for (byte[] partOfPart : split(reopened, inner, random)) {
                sent.addAll(records(partOfPart));
            }
        }

        assertThat(sent)
                .containsExactlyElementsOf(shuffled.stream().map(records::get).toList());
    }

    @Property
    void mergedRequestsHaveTheRecordsOfEachStreamInOrder(@ForAll("requests") List<List<Sent>> requests)
            throws IOException {
        List<byte[]> bodies = new ArrayList<>();
        for (List<Sent> request : requests) {
            bodies.add(compressed(request));
        }

        byte[] merged = format.merge(bodies);

        List<Sent> all = requests.stream().flatMap(List::stream).toList();
        assertThat(byStream(records(merged))).isEqualTo(byStream(all));
        assertThat(PushRequest.parseFrom(Snappy.uncompress(merged)).getStreamsList())
                .extracting(Stream::getLabels)
                .doesNotHaveDuplicates();
    }

    @Test
    void whatTheBuilderBuildsIsOpened() throws IOException {
        PushRequestBuilder builder =
                new PushRequestBuilder(new StreamDefaults(Map.of(), "shop"), 1000, new RequestScratch());
        for (int i = 0; i < 1000; i++) {
            dev.penstock.process.Entry entry = new dev.penstock.process.Entry();
            entry.setTimestamp(NOW.getEpochSecond(), i);
            entry.setLine("line " + i + " ü€😀");
            entry.labels().add("n", Integer.toString(i % 7));
            entry.metadata().add("i", Integer.toString(i));
            builder.prepare(entry);
            builder.addPrepared();
        }
        byte[] body = builder.build();

        OpenedRequest opened = format.open(body);
        OpenedRequest.Order order = opened.order(NOW);

        assertThat(opened.records()).isEqualTo(1000);
        assertThat(order.suspects()).isZero();
        assertThat(opened.select(order.records(), 0, 1000)).isEqualTo(body);
        assertThat(format.merge(List.of(body))).isEqualTo(body);
    }

    @Test
    void neighboursOfAStreamShareOneMessage() throws IOException {
        byte[] body = compressed(List.of(sent(0, NOW), sent(1, NOW), sent(0, NOW), sent(0, NOW)));
        OpenedRequest opened = format.open(body);

        assertThat(streamsOf(opened.select(new int[] {0, 2, 3, 1}, 0, 4))).containsExactly(labels(0), labels(1));
        assertThat(streamsOf(opened.select(new int[] {0, 1, 2, 3}, 0, 4)))
                .containsExactly(labels(0), labels(1), labels(0));
        assertThat(streamsOf(opened.select(new int[] {0, 1, 2, 3}, 2, 4))).containsExactly(labels(0));
    }

    @Test
    void hundredsOfSmallRequestsDoNotRepeatTheirLabels() throws IOException {
        List<byte[]> bodies = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            bodies.add(compressed(List.of(sent(i % 3, NOW.plusNanos(i)))));
        }

        assertThat(streamsOf(format.merge(bodies))).containsExactly(labels(0), labels(1), labels(2));
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0",
        "PT-1H, 0",
        "PT-1H-0.000000001S, 1",
        "PT-24H, 1",
        "PT10M, 0",
        "PT10M0.000000001S, 1",
        "PT24H, 1",
        "P-200000D, 1",
        "P200000D, 1"
    })
    void recordsOfAnotherTimeAreSuspectAndComeLast(Duration fromNow, int suspects) {
        List<Sent> records = List.of(sent(0, NOW), sent(1, NOW.plus(fromNow)), sent(0, NOW), sent(1, NOW));

        OpenedRequest.Order order = format.open(compressed(records)).order(NOW);

        assertThat(order.suspects()).isEqualTo(suspects);
        assertThat(order.records()).containsExactly(suspects == 0 ? new int[] {0, 1, 2, 3} : new int[] {0, 2, 3, 1});
    }

    @Test
    void whenAllAreSuspectTheyKeepTheirOrder() {
        List<Sent> records = List.of(sent(0, NOW), sent(1, NOW), sent(0, NOW));

        OpenedRequest.Order order = format.open(compressed(records)).order(NOW.plus(Duration.ofDays(1)));

        assertThat(order.suspects()).isEqualTo(3);
        assertThat(order.records()).containsExactly(0, 1, 2);
    }

    /** A time that no long holds, and no time at all. */
    @Test
    void timesBeyondAllBoundsAreSuspect() throws IOException {
        Stream.Builder stream = Stream.newBuilder().setLabels(labels(0));
        for (long seconds : new long[] {Long.MIN_VALUE, NOW.getEpochSecond(), Long.MAX_VALUE}) {
            stream.addEntries(
                    Entry.newBuilder().setTimestamp(Timestamp.newBuilder().setSeconds(seconds)));
        }
        stream.addEntries(Entry.getDefaultInstance());
        PushRequest request = PushRequest.newBuilder().addStreams(stream).build();

        OpenedRequest opened = format.open(Snappy.compress(request.toByteArray()));
        OpenedRequest.Order order = opened.order(NOW);

        assertThat(order.suspects()).isEqualTo(3);
        assertThat(order.records()).containsExactly(1, 0, 2, 3);
        assertThat(PushRequest.parseFrom(Snappy.uncompress(opened.select(new int[] {0, 1, 2, 3}, 0, 4))))
                .isEqualTo(request);
    }

    @Test
    void aSelectionOfNothingIsRefused() {
        OpenedRequest opened = format.open(compressed(List.of(sent(0, NOW))));

        assertThatIllegalArgumentException().isThrownBy(() -> opened.select(new int[] {0}, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> opened.select(new int[0], 0, 0));
    }

    @Test
    void recordsThatAreNotThereAreRefusedAndLeaveNothingBehind() throws IOException {
        Sent only = sent(0, NOW);
        OpenedRequest opened = format.open(compressed(List.of(only)));

        for (int[] order : new int[][] {{0, 1}, {0, -1}}) {
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> opened.select(order, 0, 2));
        }
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> opened.select(new int[] {0}, 0, 2));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> opened.stream(1));
        assertThat(records(opened.select(new int[] {0}, 0, 1))).containsExactly(only);
    }

    @Test
    void aRequestWithoutRecordsIsOpenedButNotMerged() throws IOException {
        byte[] streamsOnly = Snappy.compress(PushRequest.newBuilder()
                .addStreams(Stream.newBuilder().setLabels(labels(0)))
                .build()
                .toByteArray());

        assertThat(format.open(new byte[1]).records()).isZero();
        assertThat(format.open(streamsOnly).records()).isZero();
        assertThat(format.open(streamsOnly).order(NOW).records()).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> format.merge(List.of(streamsOnly)));
        assertThatIllegalArgumentException().isThrownBy(() -> format.merge(List.of()));

        byte[] merged = format.merge(List.of(streamsOnly, compressed(List.of(sent(1, NOW))), streamsOnly));
        assertThat(records(merged)).containsExactly(sent(1, NOW));
    }

    @Test
    void unknownFieldsOfARequestAreLeftOutAndThoseOfAnEntryStay() throws IOException {
        UnknownFieldSet unknown = UnknownFieldSet.newBuilder()
                .addField(
                        15,
                        UnknownFieldSet.Field.newBuilder()
                                .addVarint(-1)
                                .addFixed32(7)
                                .addFixed64(8)
                                .addLengthDelimited(ByteString.copyFromUtf8("future"))
                                .build())
                .build();
        Entry entry = sent(0, NOW).entry().toBuilder()
                .setUnknownFields(unknown)
                .setTimestamp(sent(0, NOW).entry().getTimestamp().toBuilder().setUnknownFields(unknown))
                .build();
        PushRequest request = PushRequest.newBuilder()
                .setFormat("server")
                .setUnknownFields(unknown)
                .addStreams(Stream.newBuilder()
                        .setLabels(labels(0))
                        .setHash(42)
                        .setUnknownFields(unknown)
                        .addEntries(entry))
                .build();

        OpenedRequest opened = format.open(Snappy.compress(request.toByteArray()));

        assertThat(opened.order(NOW).suspects()).isZero();
        assertThat(PushRequest.parseFrom(Snappy.uncompress(opened.select(new int[] {0}, 0, 1))))
                .isEqualTo(request(List.of(new Sent(labels(0), entry))));
    }

    /** Protobuf does not say in which order fields come. */
    @Test
    void labelsMayComeBehindTheEntries() throws IOException {
        byte[] entries = Stream.newBuilder()
                .addEntries(sent(0, NOW).entry())
                .addEntries(sent(0, NOW).entry())
                .build()
                .toByteArray();
        byte[] labels = Stream.newBuilder().setLabels(labels(2)).build().toByteArray();
        byte[] stream =
                ByteString.copyFrom(entries).concat(ByteString.copyFrom(labels)).toByteArray();

        OpenedRequest opened = format.open(Snappy.compress(message(0x0a, stream)));

        assertThat(records(opened.select(new int[] {0, 1}, 0, 2))).containsExactly(sent(2, NOW), sent(2, NOW));
    }

    /** Two kinds of bytes that both print as U+FFFD. */
    @Test
    void labelsThatAreNotUtf8StayDifferentStreams() throws IOException {
        Sent one = new Sent(
                ByteString.copyFrom(new byte[] {(byte) 0xff}), sent(0, NOW).entry());
        Sent other = new Sent(
                ByteString.copyFrom(new byte[] {(byte) 0xfe}), sent(0, NOW).entry());

        byte[] merged = format.merge(List.of(compressed(List.of(one)), compressed(List.of(other))));

        assertThat(records(merged)).containsExactly(one, other);
    }

    @Test
    void openedRequestsStayReadableWhileOthersAreOpened() throws IOException {
        OpenedRequest first = format.open(compressed(List.of(sent(0, NOW))));
        OpenedRequest second = format.open(compressed(List.of(sent(1, NOW))));
        byte[] part = first.select(new int[] {0}, 0, 1);
        second.select(new int[] {0}, 0, 1);

        assertThat(records(part)).containsExactly(sent(0, NOW));
        assertThat(records(first.select(new int[] {0}, 0, 1))).containsExactly(sent(0, NOW));
    }

    @Property(tries = 1000)
    void bytesOfAnyKindAreReadOrRefused(@ForAll @Size(max = 60) byte[] body) throws IOException {
        readOrRefuse(body);
        readOrRefuse(Snappy.compress(body));
    }

    @Property(tries = 1000)
    void changedRequestsAreReadOrRefused(@ForAll("records") List<Sent> records, @ForAll long seed) throws IOException {
        Random random = new Random(seed);
        byte[] body = compressed(records);
        byte[] plain = Snappy.uncompress(body);
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            plain[random.nextInt(plain.length)] = (byte) random.nextInt();
            body[random.nextInt(body.length)] = (byte) random.nextInt();
        }

        readOrRefuse(body);
        readOrRefuse(Snappy.compress(plain));
        readOrRefuse(Snappy.compress(Arrays.copyOf(plain, random.nextInt(plain.length))));
    }

    private void readOrRefuse(byte[] body) {
        OpenedRequest opened;
        try {
            opened = format.open(body);
        } catch (IllegalArgumentException e) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> format.merge(List.of(compressed(List.of(sent(0, NOW))), body)));
            return;
        }
        assertThat(format.uncompressedSize(body)).isNotNegative();
        int[] order = opened.order(NOW).records();
        assertThat(order).hasSize(opened.records());
        if (order.length > 0) {
            byte[] part = opened.select(order, 0, order.length);
            assertThat(format.open(part).records()).isEqualTo(order.length);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no snappy block",
                "\u0005\u0000a",
                "\uffff\uffff",
                "\u0080\u0080\u0080\u0080\u0008",
            })
    void whatIsNoSnappyBlockIsRefused(String text) {
        byte[] body = text.getBytes(StandardCharsets.ISO_8859_1);

        assertThatIllegalArgumentException().isThrownBy(() -> format.open(body));
        assertThatIllegalArgumentException().isThrownBy(() -> format.merge(List.of(body)));
    }

    @Test
    void aSizeThatIsOnlyDeclaredIsNotAllocated() {
        byte[] body = {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 7, 0, 'a'};

        assertThatIllegalArgumentException()
                .isThrownBy(() -> format.uncompressedSize(body))
                .withMessageContaining("2147483647");
        assertThatIllegalArgumentException().isThrownBy(() -> format.open(body));
        assertThatIllegalArgumentException().isThrownBy(() -> format.merge(List.of(body)));
    }

    @Test
    void nestedGroupsAreRefusedWithoutRecursion() throws IOException {
        byte[] groups = new byte[1 << 20];
        Arrays.fill(groups, (byte) 0x1b);
        byte[] body = Snappy.compress(groups);
        byte[] inStream = Snappy.compress(message(0x0a, groups));

        assertThatIllegalArgumentException().isThrownBy(() -> format.open(body));
        assertThatIllegalArgumentException().isThrownBy(() -> format.open(inStream));
    }

    /** The first would be whole with the bytes of the second. */
    @Test
    void aTruncatedRequestDoesNotSwallowTheNext() throws IOException {
        byte[] whole = request(List.of(sent(0, NOW), sent(1, NOW))).toByteArray();
        byte[] first = Snappy.compress(Arrays.copyOf(whole, whole.length - 5));
        byte[] second = Snappy.compress(Arrays.copyOfRange(whole, whole.length - 5, whole.length));

        assertThatIllegalArgumentException().isThrownBy(() -> format.merge(List.of(first, second)));
    }

    private static byte[] message(int tag, byte[] content) {
        ByteString.Output out = ByteString.newOutput();
        out.write(tag);
        int rest = content.length;
        for (; rest >= 0x80; rest >>>= 7) {
            out.write(rest | 0x80);
        }
        out.write(rest);
        return out.toByteString().concat(ByteString.copyFrom(content)).toByteArray();
    }

    private static List<byte[]> split(OpenedRequest opened, int[] order, Random random) {
        List<byte[]> parts = new ArrayList<>();
        for (int from = 0; from < order.length; ) {
            int to = random.nextInt(from, order.length) + 1;
            parts.add(opened.select(order, from, to));
            from = to;
        }
        return parts;
    }

    private static Sent sent(int stream, Instant time) {
        return new Sent(
                labels(stream),
                Entry.newBuilder()
                        .setTimestamp(Timestamp.newBuilder()
                                .setSeconds(time.getEpochSecond())
                                .setNanos(time.getNano()))
                        .setLine(ByteString.copyFromUtf8("line"))
                        .build());
    }

    private static byte[] compressed(List<Sent> records) {
        try {
            return Snappy.compress(request(records).toByteArray());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Records in the order given; the same stream comes again where it must. */
    private static PushRequest request(List<Sent> records) {
        PushRequest.Builder request = PushRequest.newBuilder();
        for (Sent record : records) {
            int last = request.getStreamsCount() - 1;
            if (last >= 0 && request.getStreams(last).getLabels().equals(record.labels())) {
                request.getStreamsBuilder(last).addEntries(record.entry());
            } else {
                request.addStreamsBuilder().setLabels(record.labels()).addEntries(record.entry());
            }
        }
        return request.build();
    }

    private static List<Sent> records(byte[] body) throws IOException {
        List<Sent> records = new ArrayList<>();
        for (Stream stream : PushRequest.parseFrom(Snappy.uncompress(body)).getStreamsList()) {
            stream.getEntriesList().forEach(entry -> records.add(new Sent(stream.getLabels(), entry)));
        }
        return records;
    }

    private static List<ByteString> streamsOf(byte[] body) throws IOException {
        return PushRequest.parseFrom(Snappy.uncompress(body)).getStreamsList().stream()
                .map(Stream::getLabels)
                .toList();
    }

    private static Map<ByteString, List<Sent>> byStream(List<Sent> records) {
        return records.stream().collect(Collectors.groupingBy(Sent::labels));
    }

    private static List<Sent> trusted(List<Sent> records) {
        return records.stream()
                .filter(record -> {
                    Timestamp time = record.entry().getTimestamp();
                    Instant instant = Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
                    return !instant.isBefore(NOW.minus(Duration.ofHours(1)))
                            && !instant.isAfter(NOW.plus(Duration.ofMinutes(10)));
                })
                .toList();
    }
}
