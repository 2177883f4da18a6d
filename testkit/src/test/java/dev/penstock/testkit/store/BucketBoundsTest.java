package dev.penstock.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BucketBoundsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0, 1",
        "1, 0, 2",
        "-1, 0, 0.5",
        "1, -1, 4",
        "1, -4, 65536",
        "-1, -4, 0.0000152587890625",
        "2, 1, 2",
        "4, 3, 1.4142135623730951",
        "256, 8, 2",
        "-256, 8, 0.5",
    })
    void boundsArePowersOfTheBase(int index, int schema, double bound) {
        assertThat(BucketBounds.bound(index, schema)).isEqualTo(bound);
    }

    @Test
    void lastBucketEndsAtTheLargestNumberAndInfinityHasOneOfItsOwn() {
        assertThat(BucketBounds.bound(1024, 0)).isEqualTo(Double.MAX_VALUE);
        assertThat(BucketBounds.bound(1025, 0)).isInfinite();
        assertThat(BucketBounds.bound(1024 * 256, 8)).isEqualTo(Double.MAX_VALUE);
        assertThat(BucketBounds.bound(64, -4)).isEqualTo(Double.MAX_VALUE);
        assertThat(BucketBounds.bound(Integer.MIN_VALUE, -4)).isZero();
    }
}
