package dev.penstock.buffer.disk;

import java.io.IOException;
import java.nio.file.Path;

/** A process that opens a log, appends a batch, says so and never closes; or says why it cannot. */
final class HoldingProcess {

    private HoldingProcess() {}

    public static void main(String[] arguments) throws IOException {
        try {
            SegmentLog log = SegmentLog.open(Path.of(arguments[0]), 1 << 20, new Heard());
            StoredBatch settled = log.append("shop", Bodies.body(41, 500), 41, 41);
            log.append("shop", Bodies.body(42, 500), 42, 42);
            log.settle(settled);
            System.out.println("holding");
            int unused = System.in.read();
        } catch (DirectoryInUseException e) {
            System.out.println(e.getMessage());
        }
    }

    static Process start(Path directory) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        HoldingProcess.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
