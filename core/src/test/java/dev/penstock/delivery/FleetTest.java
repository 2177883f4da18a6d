package dev.penstock.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A twentieth of the fleet that {@link FleetRun} runs, before a backend of a twentieth of the size. */
class FleetTest {

    private static final int SHIPPERS = 500;

    /** Fewer lines in each request change nothing about the number of requests: one run with as many as in the full one. */
    @ParameterizedTest
    @CsvSource({"3, 20, 1", "3, 1, 2", "3, 1, 3", ", 1, 4", "1, 1, 5", "10, 1, 6"})
    void aFleetDoesNotStampedeABackendThatComesBackSmallAndLosesNothing(
            String retryAfter, int linesPerSecond, long seed) {
        FleetCourse course = new Fleet(FleetTimes.SHORTER, SHIPPERS, linesPerSecond, retryAfter, seed).run();

        assertThat(course.mostOffered(30, 1)).isLessThan(2);
        assertThat(course.mostOffered(30, 5)).isLessThan(2);
        assertThat(course.lastBehind()).isLessThan(360);
        assertThat(course.accepted()).isEqualTo(course.logged());
        assertThat(course.lost()).isZero();
        assertThat(course.pending()).isZero();
        assertThat(course.delivered()).isEqualTo(course.logged());
        assertThat(course.stored()).isEqualTo(course.logged());
    }

    @Test
    void theSameSeedGivesTheSameCourse() {
        assertThat(shortRun().seconds()).isEqualTo(shortRun().seconds());
    }

    private static FleetCourse shortRun() {
        return new Fleet(FleetTimes.SHORTER, 20, 1, "3", 7).run();
    }
}
