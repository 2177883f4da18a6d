package dev.penstock.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackoffTest {

    private final Backoff backoff =
            new Backoff(Duration.ofMillis(500).toNanos(), Duration.ofSeconds(30).toNanos());

    @ParameterizedTest
    @CsvSource({"1, 500", "2, 1000", "3, 2000", "4, 4000", "5, 8000", "6, 16000", "7, 30000", "8, 30000"})
    void theBoundDoublesUpToTheLongest(int failures, long millis) {
        assertThat(backoff.bound(failures)).isEqualTo(Duration.ofMillis(millis).toNanos());
    }

    @ParameterizedTest
    @ValueSource(ints = {62, 63, 64, 65, 1000, Integer.MAX_VALUE})
    void manyFailuresDoNotOverflow(int failures) {
        assertThat(backoff.bound(failures)).isEqualTo(backoff.maxNanos());
        assertThat(new Backoff(1, Long.MAX_VALUE).bound(failures)).isPositive();
        assertThat(new Backoff(7, 7).bound(failures)).isEqualTo(7);
    }

    @Property
    void theBoundIsTheProductOrTheLongest(
            @ForAll @LongRange(min = 1, max = 3_600_000_000_000L) long one,
            @ForAll @LongRange(min = 1, max = 3_600_000_000_000L) long other,
            @ForAll @IntRange(min = 1, max = 63) int failures) {
        long min = Math.min(one, other);
        long max = Math.max(one, other);

        BigInteger exact = BigInteger.valueOf(min).shiftLeft(failures - 1).min(BigInteger.valueOf(max));

        assertThat(new Backoff(min, max).bound(failures)).isEqualTo(exact.longValueExact());
    }

    @ParameterizedTest
    @CsvSource({"0.0, 0", "0.25, 1000", "0.5, 2000", "0.75, 3000"})
    void theWaitIsARandomPartOfTheBound(double random, long millis) {
        assertThat(backoff.afterFailures(4, () -> random))
                .isEqualTo(Duration.ofMillis(millis).toNanos());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 100})
    void theWaitNeverPassesTheBound(int failures) {
        assertThat(backoff.afterFailures(failures, () -> Math.nextDown(1.0)))
                .isLessThanOrEqualTo(backoff.bound(failures));
    }
}
