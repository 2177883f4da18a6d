package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IgnoredSignalsTest {

    @Test
    void theMaskTells() {
        assertThat(IgnoredSignals.interruptIsIgnored("Name:\tjava\nSigIgn:\t0000000000000006\n"))
                .isTrue();
        assertThat(IgnoredSignals.interruptIsIgnored("SigBlk:\t0000000000000006\nSigIgn:\t0000000000000001\n"))
                .isFalse();
        assertThat(IgnoredSignals.interruptIsIgnored("")).isFalse();
    }
}
