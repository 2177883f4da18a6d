package dev.penstock.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class EntryTest {

    private final Entry entry = new Entry();

    @Test
    void aTimeOutsideOfWhatLokiCountsBecomesTheNearestInside() {
        entry.setTimestamp(Instant.MAX);
        assertThat(entry.epochNanos()).isEqualTo(Long.MAX_VALUE);

        entry.setTimestamp(Instant.MIN);
        assertThat(entry.epochNanos()).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void aTimeBefore1970IsNegative() {
        entry.setTimestamp(Instant.ofEpochSecond(-1, 1));

        assertThat(entry.epochNanos()).isEqualTo(-999_999_999L);
    }

    @Test
    void clearingForgetsEverything() {
        entry.labels().add("a", "1");
        entry.metadata().add("b", "2");
        entry.setLine("x");
        entry.setTimestamp(1, 2);
        entry.setTenant("blue");
        entry.markUrgent();

        entry.clear();

        assertThat(entry.labels().size()).isZero();
        assertThat(entry.metadata().size()).isZero();
        assertThat(entry.line()).isEmpty();
        assertThat(entry.epochNanos()).isZero();
        assertThat(entry.tenant()).isNull();
        assertThat(entry.isUrgent()).isFalse();
    }

    @Test
    void theLineIsWhatWasGivenLast() {
        entry.setLine("given");
        entry.setLine("given last");

        assertThat(entry.line()).isEqualTo("given last");
    }
}
