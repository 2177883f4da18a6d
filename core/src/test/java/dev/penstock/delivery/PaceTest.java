package dev.penstock.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Pace pace = new Pace(SECOND / 2, 30 * SECOND);

    @Test
    void requestsAreNotSpacedUntilOneIsRefused() {
        pace.passed();

        assertThat(pace.bound()).isZero();
        assertThat(pace.gap(() -> 0.9)).isZero();
    }

    @Test
    void eachRefusalTriplesTheBoundUpToTheLongest() {
        assertThat(boundAfterRefusal()).isEqualTo(SECOND / 2);
        assertThat(boundAfterRefusal()).isEqualTo(SECOND * 3 / 2);
        assertThat(boundAfterRefusal()).isEqualTo(SECOND * 9 / 2);
        assertThat(boundAfterRefusal()).isEqualTo(SECOND * 27 / 2);
        assertThat(boundAfterRefusal()).isEqualTo(30 * SECOND);
        assertThat(boundAfterRefusal()).isEqualTo(30 * SECOND);
    }

    @Test
    void theGapIsARandomPartOfTheBound() {
        pace.refused();
        pace.refused();

        assertThat(pace.gap(() -> 0)).isZero();
        assertThat(pace.gap(() -> 0.5)).isEqualTo(SECOND * 3 / 4);
    }

    @Test
    void threeSuccessesMakeGoodOneRefusal() {
        pace.refused();
        pace.refused();
        pace.refused();
        long before = pace.bound();

        pace.refused();
        pace.passed();
        pace.passed();
        pace.passed();

        assertThat((double) pace.bound() / before).isBetween(0.95, 1.05);
    }

    @Test
    void aLoneShipperCatchesUpInHalfAMinuteAndIsFullyAtEaseAgain() {
        for (int i = 0; i < 10; i++) {
            pace.refused();
        }

        long waited = 0;
        for (int i = 0; i < 20; i++) {
            pace.passed();
            waited += pace.gap(() -> 0.5);
        }

        assertThat(waited).isBetween(30 * SECOND, 35 * SECOND);
        assertThat(pace.bound()).isZero();
    }

    private long boundAfterRefusal() {
        pace.refused();
        return pace.bound();
    }
}
