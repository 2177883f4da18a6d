package dev.penstock.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.loki.PushRequestBuilder;
import dev.penstock.loki.StreamDefaults;
import dev.penstock.process.Entry;
import dev.penstock.testkit.wire.PushRequest;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.Snappy;

class RequestScratchTest {

    private static final StreamDefaults DEFAULTS = new StreamDefaults(Map.of(), "shop");

    private final RequestScratch scratch = new RequestScratch();

    @Test
    void buildersThatShareItDoNotMixTheirEntries() throws IOException {
        PushRequestBuilder one = new PushRequestBuilder(DEFAULTS, 1000, scratch);
        PushRequestBuilder other = new PushRequestBuilder(DEFAULTS, 1000, scratch);
        add(one, "one");
        add(other, "other");
        add(one, "one more");

        assertThat(lines(one.build())).containsExactly("one", "one more");
        add(one, "another one");
        assertThat(lines(other.build())).containsExactly("other");
        assertThat(lines(one.build())).containsExactly("another one");
    }

    @Test
    void whatOneHugeRequestTookIsLetGoAfterTwoSmallOnes() {
        int small = use(1000);
        int huge = use(20 << 20);

        assertThat(huge).isGreaterThanOrEqualTo(20 << 20);
        assertThat(use(1000)).isEqualTo(huge);
        assertThat(use(1000)).isEqualTo(small);
    }

    @Test
    void aRowOfHugeRequestsKeepsWhatItNeeds() {
        int huge = use(20 << 20);

        for (int i = 0; i < 5; i++) {
            assertThat(use(1000)).isEqualTo(huge);
            assertThat(use(20 << 20)).isEqualTo(huge);
        }
    }

    @Test
    void usualSizesAreAlwaysKept() {
        int usual = use(KeptSize.ALWAYS_KEPT / 2);

        for (int i = 0; i < 5; i++) {
            assertThat(use(1)).isEqualTo(usual);
        }
    }

    /** Room for a request of so many bytes; returns the buffer's size after it. */
    private int use(int size) {
        assertThat(scratch.whole().ensure(size).spaceLeft()).isGreaterThanOrEqualTo(size);
        write(size);
        scratch.clear();
        return scratch.whole().bytes().length;
    }

    private void write(int size) {
        try {
            scratch.whole().ensure(size).write(new byte[size], 0, size);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void add(PushRequestBuilder builder, String line) {
        Entry entry = new Entry();
        entry.setLine(line);
        builder.prepare(entry);
        builder.addPrepared();
    }

    private static Iterable<String> lines(byte[] body) throws IOException {
        return PushRequest.parseFrom(Snappy.uncompress(body)).getStreams(0).getEntriesList().stream()
                .map(entry -> entry.getLine().toStringUtf8())
                .toList();
    }
}
