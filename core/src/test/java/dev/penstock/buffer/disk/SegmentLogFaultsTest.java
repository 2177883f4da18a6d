package dev.penstock.buffer.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentLogFaultsTest {

    private static final long[] SCRIPTS = {1, 2};

    @TempDir
    Path temporary;

    @Test
    void aKillAtAnyOperationLosesNothing() throws IOException {
        for (long script : SCRIPTS) {
            int operations = operations(script);
            for (int i = 0; i < operations; i++) {
                run("killed" + script + "-" + i, FaultyDisk.killedAt(i, i), script);
            }
        }
    }

    @Test
    void aFailureOfAnyOperationLosesNothing() throws IOException {
        for (long script : SCRIPTS) {
            int operations = operations(script);
            for (int i = 0; i < operations; i++) {
                run("failed" + script + "-" + i, FaultyDisk.failingAt(i, i), script);
            }
        }
    }

    @Test
    void aDiskThatFailsNowAndThenLosesNothing() throws IOException {
        for (int i = 0; i < 100; i++) {
            run("flaky" + i, FaultyDisk.failingNowAndThen(i % 2 == 0 ? 0.05 : 0.3, i), i);
        }
    }

    private int operations(long script) throws IOException {
        FaultyDisk disk = FaultyDisk.sound();
        Workload workload = run("sound" + script, disk, script);
        assertThat(workload.evictions()).isPositive();
        assertThat(disk.operations()).isGreaterThan(300);
        return disk.operations();
    }

    private Workload run(String name, FaultyDisk disk, long script) throws IOException {
        Path directory = temporary.resolve(name);
        Workload workload = new Workload(directory, disk, script);
        try {
            workload.run();
            workload.assertNothingLost();
        } catch (AssertionError | IOException e) {
            throw new AssertionError("in run " + name + ", last failed " + disk.lastFailed(), e);
        }
        return workload;
    }
}
