package dev.penstock.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class EntryCodecTest {

    private final EntryCodec codec = new EntryCodec(false);

    @Provide
    Arbitrary<Entry> entries() {
        return Combinators.combine(
                        Arbitraries.longs(),
                        Texts.any().injectNull(0.5),
                        Arbitraries.of(true, false),
                        Texts.any(),
                        pairs(),
                        pairs())
                .as((nanos, tenant, urgent, line, labels, metadata) -> {
                    Entry entry = new Entry();
                    entry.setEpochNanos(nanos);
                    entry.setTenant(tenant);
                    if (urgent) {
                        entry.markUrgent();
                    }
                    entry.setLine(line);
                    labels.forEach(pair -> entry.labels().add(pair.get(0), pair.get(1)));
                    metadata.forEach(pair -> entry.metadata().add(pair.get(0), pair.get(1)));
                    return entry;
                });
    }

    private static Arbitrary<List<List<String>>> pairs() {
        Arbitrary<String> texts = Texts.any().map(text -> text.substring(0, Math.min(20, text.length())));
        return texts.list().ofSize(2).list().ofMaxSize(200);
    }

    @Property(tries = 300)
    void whatIsReadIsWhatWasWritten(@ForAll("entries") Entry entry) {
        Entry read = new Entry();
        read.labels().add("from", "before");
        read.setTenant("before");
        read.markUrgent();

        EntryCodec.read(codec.write(entry), read);

        assertSame(read, entry);
    }

    @Property(tries = 300)
    void damagedBytesAreReadOrRefusedButNothingElse(@ForAll("entries") Entry entry, @ForAll Random random) {
        byte[] bytes = codec.write(entry);
        for (int i = 0; i < 1 + random.nextInt(4); i++) {
            bytes[random.nextInt(Math.min(bytes.length, 64))] = (byte) random.nextInt();
        }

        refuseOrRead(bytes);
    }

    @Property
    void anyBytesAreReadOrRefusedButNothingElse(@ForAll byte[] bytes) {
        refuseOrRead(bytes);
        if (bytes.length > 1) {
            bytes[0] = 1;
            bytes[1] &= 3;
            refuseOrRead(bytes);
        }
    }

    @Property(tries = 100)
    void anEntryThatEndsTooEarlyIsRefused(@ForAll("entries") Entry entry, @ForAll Random random) {
        byte[] bytes = codec.write(entry);
        byte[] cut = new byte[random.nextInt(bytes.length)];
        System.arraycopy(bytes, 0, cut, 0, cut.length);

        assertRefused(cut);
    }

    @Property
    void wellFormedTextIsPlainUtf8(@ForAll("texts") String text) {
        String wellFormed = Texts.wellFormed(text);
        byte[] expected = wellFormed.getBytes(StandardCharsets.UTF_8);
        assertThat(Wtf8.length(wellFormed)).isEqualTo(expected.length);
        byte[] written = new byte[expected.length];

        assertThat(Wtf8.write(wellFormed, written, 0)).isEqualTo(expected.length);

        assertThat(written).isEqualTo(expected);
    }

    @Provide
    Arbitrary<String> texts() {
        return Texts.any();
    }

    @Test
    void everyCharacterAndEveryHalfOfAPairComesBack() {
        StringBuilder all = new StringBuilder();
        for (int c = 0; c <= 0xffff; c++) {
            all.append((char) c).append('.');
        }
        for (int point = 0x10000; point <= Character.MAX_CODE_POINT; point += 97) {
            all.appendCodePoint(point);
        }
        Entry entry = new Entry();
        entry.setLine(all);
        Entry read = new Entry();

        EntryCodec.read(codec.write(entry), read);

        assertThat(read.line().toString()).isEqualTo(all.toString());
    }

    @Test
    void anEmptyEntryComesBack() {
        Entry read = new Entry();

        EntryCodec.read(codec.write(new Entry()), read);

        assertSame(read, new Entry());
    }

    @Test
    void aHugeEntryLeavesTheNextOneAlone() {
        Entry entry = new Entry();
        entry.setLine("ü".repeat(2 << 20));
        Entry read = new Entry();
        EntryCodec.read(codec.write(entry), read);
        assertSame(read, entry);

        entry.setLine("short");
        byte[] bytes = codec.write(entry);
        EntryCodec.read(bytes, read);

        assertThat(bytes).hasSizeLessThan(30);
        assertSame(read, entry);
    }

    @Test
    void lengthsNobodyCouldHoldAreRefusedWithoutAllocating() {
        byte[] bytes = codec.write(new Entry());
        int line = 10;
        byte[] huge = new byte[bytes.length + 4];
        System.arraycopy(bytes, 0, huge, 0, line);
        for (byte[] length : List.of(
                new byte[] {-1, -1, -1, -1, 7}, new byte[] {-1, -1, -1, -1, 8}, new byte[] {-1, -1, -1, -1, -1})) {
            System.arraycopy(length, 0, huge, line, 5);
            assertRefused(huge);
        }
    }

    @Test
    void anotherVersionUnknownFlagsAndSurplusBytesAreRefused() {
        byte[] version = codec.write(new Entry());
        version[0] = 2;
        assertRefused(version);
        byte[] flags = codec.write(new Entry());
        flags[1] = 4;
        assertRefused(flags);
        assertRefused(Arrays.copyOf(codec.write(new Entry()), 14));
    }

    @Test
    void textThatIsNotUtf8IsRefused() {
        List<byte[]> texts = new ArrayList<>();
        texts.add(new byte[] {(byte) 0x80});
        texts.add(new byte[] {(byte) 0xc3});
        texts.add(new byte[] {(byte) 0xc3, 'a'});
        texts.add(new byte[] {(byte) 0xc0, (byte) 0x80});
        texts.add(new byte[] {(byte) 0xe0, (byte) 0x80, (byte) 0x80});
        texts.add(new byte[] {(byte) 0xf0, (byte) 0x80, (byte) 0x80, (byte) 0x80});
        texts.add(new byte[] {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80});
        texts.add(new byte[] {(byte) 0xf8, (byte) 0x88, (byte) 0x80, (byte) 0x80});
        texts.add(new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff});
        for (byte[] text : texts) {
            assertThatIllegalArgumentException().isThrownBy(() -> Wtf8.read(text, 0, text.length));
        }
    }

    private static void refuseOrRead(byte[] bytes) {
        Entry entry = new Entry();
        try {
            EntryCodec.read(bytes, entry);
        } catch (IllegalArgumentException e) {
            assertSame(entry, new Entry());
        }
    }

    private static void assertRefused(byte[] bytes) {
        Entry entry = new Entry();
        assertThatIllegalArgumentException().isThrownBy(() -> EntryCodec.read(bytes, entry));
        assertSame(entry, new Entry());
    }

    private static void assertSame(Entry actual, Entry expected) {
        assertThat(actual.epochNanos()).isEqualTo(expected.epochNanos());
        assertThat(actual.tenant()).isEqualTo(expected.tenant());
        assertThat(actual.isUrgent()).isEqualTo(expected.isUrgent());
        assertThat(actual.line().toString()).isEqualTo(expected.line().toString());
        assertThat(list(actual.labels())).isEqualTo(list(expected.labels()));
        assertThat(list(actual.metadata())).isEqualTo(list(expected.metadata()));
    }

    private static List<String> list(Pairs pairs) {
        List<String> list = new ArrayList<>();
        pairs.forEach((name, value) -> {
            list.add(name);
            list.add(value);
        });
        return list;
    }

    @Test
    void valuesComeBackWhereTheyAreWritten() {
        Pairs pairs = new Pairs();
        pairs.add("level", "WARN");
        pairs.add("exception.stacktrace", "a\n\tb \ud83d\udca5");
        Entry entry = new Entry();
        entry.setLine("line");
        entry.labels().add("app", "shop");
        entry.setValues(new PairValues(pairs));

        Entry read = new Entry();
        EntryCodec.read(new EntryCodec(true).write(entry), read);
        assertThat(read.line()).hasToString("line");
        assertThat(read.labels().get("app")).isEqualTo("shop");
        assertThat(read.values().get("level")).isEqualTo("WARN");
        assertThat(read.values().get("exception.stacktrace")).isEqualTo("a\n\tb \ud83d\udca5");
        assertThat(read.values().get("app")).isNull();

        EntryCodec.read(codec.write(entry), read);
        assertThat(read.values()).as("nobody asks for them").isSameAs(EventValues.NONE);
        assertThat(read.line()).hasToString("line");
    }

    @Test
    void bytesOfAVersionWithoutValuesAreRead() {
        // Version 1, no flags, the time 5, no tenant, the line "a", one label, no metadata.
        byte[] bytes = {1, 0, 0, 0, 0, 0, 0, 0, 0, 5, 1, 'a', 1, 1, 'k', 1, 'v', 0};
        Entry read = new Entry();
        EntryCodec.read(bytes, read);

        assertThat(read.epochNanos()).isEqualTo(5);
        assertThat(read.line()).hasToString("a");
        assertThat(read.labels().get("k")).isEqualTo("v");
        assertThat(read.values()).isSameAs(EventValues.NONE);
    }
}
