package dev.penstock.log4j2;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The pipes that are open in this process, so that an appender of a new configuration finds that of the old one. Thread-safe.
 *
 * <p>Log4j's own managers do this, too, but hold one lock for all appenders while they close one.
 */
final class Pipes {

    /**
     * How long a pipe may take that has to leave its directory to another: events are refused meanwhile, and what is left
     * is on disk.
     */
    private static final Duration HANDOVER = Duration.ofMillis(250);

    private static final List<Pipe> OPEN = new ArrayList<>();

    private Pipes() {}

    /**
     * The pipe of an appender that starts: the one that its predecessor still uses, or a new one.
     *
     * @param key equal keys share a pipe
     * @param formatting how events are formatted from now on
     * @param directory where the pipe would keep batches; only one pipe can
     * @param opening makes a new pipe
     */
    static Pipe acquire(Pipe.Key key, Formatting formatting, @Nullable Path directory, Supplier<Pipe> opening) {
        Pipe predecessor = null;
        while (true) {
            Pipe inTheWay;
            synchronized (OPEN) {
                Pipe shared = shared(key);
                if (shared != null) {
                    shared.users++;
                    shared.format(formatting);
                    return shared;
                }
                inTheWay = inTheWay(key, directory);
                if (inTheWay == null) {
                    Pipe opened = opening.get();
                    OPEN.add(opened);
                    if (predecessor != null) {
                        predecessor.succeededBy(opened);
                    }
                    return opened;
                }
            }
            predecessor = inTheWay;
            close(inTheWay, HANDOVER);
        }
    }

    private static @Nullable Pipe shared(Pipe.Key key) {
        for (Pipe pipe : OPEN) {
            if (pipe.users > 0 && pipe.key().equals(key)) {
                return pipe;
            }
        }
        return null;
    }

    /** A pipe that has the directory and will not use it for long: the appender's own, or one that is being closed. */
    private static @Nullable Pipe inTheWay(Pipe.Key key, @Nullable Path directory) {
        for (Pipe pipe : OPEN) {
            boolean leaving = pipe.users <= 0 || pipe.key().isOfSameAppender(key);
            if (directory != null && directory.equals(pipe.directory()) && leaving) {
                return pipe;
            }
        }
        return null;
    }

    /**
     * An appender stops: the last one closes the pipe.
     *
     * @param timeout the longest time to deliver what is left
     */
    static void release(Pipe pipe, Duration timeout) {
        synchronized (OPEN) {
            if (--pipe.users > 0) {
                return;
            }
        }
        close(pipe, timeout);
    }

    /** Stays in the list until it is closed, for whoever wants its directory. */
    private static void close(Pipe pipe, Duration timeout) {
        try {
            pipe.close(timeout);
        } finally {
            synchronized (OPEN) {
                OPEN.remove(pipe);
            }
        }
    }
}
