package dev.penstock.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatenciesTest {

    @Test
    void aPercentileIsTheSmallestValueThatSoManyDoNotExceed() {
        Latencies latencies = new Latencies(100);
        for (int i = 100; i >= 1; i--) {
            latencies.add(i);
        }
        long[] sorted = latencies.sorted();
        assertThat(Latencies.percentile(sorted, 0.5)).isEqualTo(50);
        assertThat(Latencies.percentile(sorted, 0.99)).isEqualTo(99);
        assertThat(Latencies.percentile(sorted, 0.999)).isEqualTo(100);
        assertThat(Latencies.percentile(sorted, 1)).isEqualTo(100);
    }

    @Test
    void nothingHasPercentilesOfZero() {
        assertThat(Latencies.percentile(new Latencies(0).sorted(), 0.5)).isZero();
    }

    @Test
    void threadsAreReadTogether() {
        Latencies one = new Latencies(1);
        one.add(3);
        Latencies other = new Latencies(2);
        other.add(1);
        other.add(2);
        one.addAll(other);
        assertThat(one.sorted()).containsExactly(1, 2, 3);
    }
}
