package dev.penstock.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether this process was started with SIGINT ignored, as a shell script starts what it puts into the background: the JVM
 * then leaves it ignored, whoever asks for it. Source: openjdk/jdk, src/hotspot/os/posix/signals_posix.cpp.
 */
final class IgnoredSignals {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String IGNORED = "SigIgn:";

    /** SIGINT is 2; the lowest bit is that of signal 1. */
    private static final long INTERRUPT = 1L << 1;

    private IgnoredSignals() {}

    static boolean interruptIsIgnored() {
        try {
            return interruptIsIgnored(Files.readString(STATUS));
        } catch (IOException | RuntimeException e) {
            // Another system: nobody knows.
            return false;
        }
    }

    static boolean interruptIsIgnored(String status) {
        return status.lines()
                .filter(line -> line.startsWith(IGNORED))
                .map(line -> line.substring(IGNORED.length()).strip())
                .anyMatch(mask -> (Long.parseUnsignedLong(mask, 16) & INTERRUPT) != 0);
    }
}
