package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/** The end of a JVM in virtual time. */
class LastRecordsTest {

    private static final long DEADLINE = 5_000_000_000L;

    /** Where the clock is when there is a deadline. */
    private long now;

    private long endOfOthers;
    private LongUnaryOperator acceptedAt = time -> 500;
    private boolean delivers = true;

    /** What was accepted when it was flushed. */
    private final List<Long> flushed = new ArrayList<>();

    private boolean run() {
        return new LastRecords(
                        () -> now < endOfOthers,
                        () -> acceptedAt.applyAsLong(now),
                        deadline -> {
                            assertThat(deadline).isEqualTo(DEADLINE);
                            flushed.add(acceptedAt.applyAsLong(now));
                            return delivers;
                        },
                        () -> now,
                        () -> now += LastRecords.PAUSE_NANOS)
                .flushUntil(DEADLINE);
    }

    @Test
    void whereNobodyElseIsThereItEndsAtOnce() {
        assertThat(run()).isTrue();

        assertThat(now).isZero();
        assertThat(flushed).containsExactly(500L);
    }

    @Test
    void othersThatAreQuietAreWaitedForAQuarterOfASecond() {
        endOfOthers = Long.MAX_VALUE;

        assertThat(run()).isTrue();

        assertThat(now).isEqualTo(250_000_000);
        assertThat(flushed).containsExactly(500L);
    }

    @Test
    void whatOthersLogIsFlushedUntilTheyEnd() {
        endOfOthers = 1_000_000_000;
        acceptedAt = time -> 500 + Math.min(time, endOfOthers) / 200_000_000;

        assertThat(run()).isTrue();

        assertThat(now).isEqualTo(endOfOthers);
        assertThat(flushed).containsExactly(500L, 501L, 502L, 503L, 504L, 505L);
    }

    @Test
    void theLastWordsOfWhoIsGoneAreFlushed() {
        endOfOthers = 10 * LastRecords.PAUSE_NANOS;
        acceptedAt = time -> time < endOfOthers ? 500 : 501;

        assertThat(run()).isTrue();

        assertThat(now).isEqualTo(endOfOthers);
        assertThat(flushed).containsExactly(500L, 501L);
    }

    @Test
    void othersThatLogForEverAreLeftAtTheDeadline() {
        endOfOthers = Long.MAX_VALUE;
        acceptedAt = time -> time;

        assertThat(run()).isTrue();

        assertThat(now).isEqualTo(DEADLINE);
    }

    @Test
    void aFlushThatDoesNotComeToItsEndIsTheLast() {
        endOfOthers = Long.MAX_VALUE;
        delivers = false;

        assertThat(run()).isFalse();

        assertThat(now).isZero();
        assertThat(flushed).hasSize(1);
    }
}
