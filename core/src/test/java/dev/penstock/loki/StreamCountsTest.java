package dev.penstock.loki;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StreamCountsTest {

    private final StreamCounts counts = new StreamCounts();

    @Test
    void theLargestStreamsComeFirst() {
        counts.counter("{a}").addAndGet(2);
        counts.counter("{b}").addAndGet(5);
        counts.counter("{a}").addAndGet(1);
        counts.counter("{c}").addAndGet(1);
        counts.counter("{without entries}");

        assertThat(counts.largest(2))
                .containsExactly(new StreamCounts.Count("{b}", 5), new StreamCounts.Count("{a}", 3));
        assertThat(counts.others()).isZero();
    }

    @Test
    void streamsThatComeWhenThereIsNoRoomAreCountedTogether() {
        for (int i = 0; i < StreamCounts.REMEMBERED + 10; i++) {
            counts.counter("{" + i + "}").addAndGet(1);
        }

        assertThat(counts.largest(Integer.MAX_VALUE)).hasSize(StreamCounts.REMEMBERED);
        assertThat(counts.others()).isEqualTo(10);
        assertThat(counts.seen()).isEqualTo(StreamCounts.REMEMBERED + 10);
    }

    @Test
    void longLabelsDoNotFillMemory() {
        String text = "x".repeat(30_000);
        for (int i = 0; i < 100; i++) {
            counts.counter(text + i).addAndGet(1);
        }

        assertThat(counts.largest(Integer.MAX_VALUE)).hasSizeLessThan(10);
        assertThat(counts.others()).isGreaterThan(90);
        assertThat(counts.seen()).isEqualTo(100);
    }
}
