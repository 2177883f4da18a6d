package dev.penstock.benchmarks.compare;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The receiver's process, as seen from the one that conducts the comparison. */
final class Receiver implements Closeable {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration DECODING = Duration.ofMinutes(5);
    private static final long POLL_MILLIS = 200;

    private final ChildJvm jvm;
    private final int port;

    Receiver(Path java, Path log) throws IOException, InterruptedException {
        jvm = new ChildJvm(
                java,
                List.of("-Xmx4g", "-cp", System.getProperty("java.class.path"), ReceiverMain.class.getName()),
                log);
        port = Integer.parseInt(jvm.await("port", SOON));
    }

    int port() {
        return port;
    }

    /** Forgets what came so far. */
    void clear() throws InterruptedException {
        order("clear", "cleared");
    }

    /** Refuses connections. */
    void down() throws InterruptedException {
        order("down", "down");
    }

    /** Takes them again. */
    void up() throws InterruptedException {
        order("up", "up");
    }

    /** Returns when nothing has come for {@code quiet}, at the latest after {@code most}. */
    void awaitQuiet(Duration quiet, Duration most) throws InterruptedException {
        long began = System.currentTimeMillis();
        while (true) {
            long now = System.currentTimeMillis();
            long since = Math.max(began, lastArrived());
            if (now - since >= quiet.toMillis() || now - began >= most.toMillis()) {
                return;
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private long lastArrived() throws InterruptedException {
        jvm.tell("last");
        return Long.parseLong(jvm.await("last", SOON));
    }

    /** Decodes and counts. */
    Map<String, String> report(int events) throws InterruptedException {
        jvm.tell("report " + events);
        return jvm.figures(DECODING);
    }

    private void order(String word, String answer) throws InterruptedException {
        jvm.tell(word);
        jvm.await(answer, SOON);
    }

    @Override
    public void close() {
        jvm.close();
    }
}
