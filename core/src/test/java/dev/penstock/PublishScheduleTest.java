package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class PublishScheduleTest {

    private static PublishSchedule schedule(long step, double place) {
        return new PublishSchedule(Duration.ofMillis(step), place, InstantSource.system(), timestamp -> {});
    }

    @Property
    void theNextInstantIsTheFirstOneAtTheOffsetInTheStep(
            @ForAll @LongRange(min = 0, max = 1L << 42) long now,
            @ForAll @IntRange(min = 100, max = 3_600_000) int step,
            @ForAll @DoubleRange(min = 0, max = 0.99) double place) {
        try (PublishSchedule schedule = schedule(step, place)) {
            long next = schedule.next(now);

            assertThat(next).isGreaterThan(now).isLessThanOrEqualTo(now + step);
            assertThat(next % step).isEqualTo((long) (step * place));
            assertThat(schedule.next(next)).isEqualTo(next + step);
        }
    }

    @Test
    void aTimerThatWakesTooEarlyDoesNotPublishTwice() {
        try (PublishSchedule schedule = schedule(15_000, 0)) {
            assertThat(schedule.nextAfter(30_000, 29_999)).isEqualTo(45_000);
            assertThat(schedule.nextAfter(30_000, 30_001)).isEqualTo(45_000);
            assertThat(schedule.nextAfter(3_600_000, 29_999)).isEqualTo(30_000);
        }
    }

    @Test
    void aLittleLateIsOnTime() {
        try (PublishSchedule schedule = schedule(15_000, 0)) {
            assertThat(schedule.timestamp(30_000, 30_100)).isEqualTo(30_000);
            assertThat(schedule.timestamp(30_000, 30_151)).isEqualTo(30_151);
            assertThat(schedule.timestamp(30_000, 29_000)).isEqualTo(29_000);
        }
    }

    @Test
    void publishesEachStepUntilItIsClosedWhateverIsThrown() {
        List<Long> times = new CopyOnWriteArrayList<>();
        try (PublishSchedule schedule =
                PublishSchedule.start("test", Duration.ofMillis(20), 0.5, InstantSource.system(), timestamp -> {
                    times.add(timestamp);
                    throw new IllegalStateException("each time");
                })) {
            Awaitility.await().until(() -> times.size() >= 5);
        }
        Awaitility.await()
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(each -> each.getName().equals("penstock-publish-test")));

        assertThat(times).isSorted().doesNotHaveDuplicates();
    }
}
