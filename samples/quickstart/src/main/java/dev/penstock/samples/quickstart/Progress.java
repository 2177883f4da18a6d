package dev.penstock.samples.quickstart;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/** Shows how far a text has been read: a bar on a terminal if the text is big, a plain line at the end otherwise. */
final class Progress implements AutoCloseable {

    /** Smaller texts are gone before a bar could be read. */
    private static final long BIG = 4L << 20;

    private final TextSource source;
    private final PrintStream out;
    private final @Nullable ProgressBar bar;
    private long lines;
    private long bytes;

    Progress(TextSource source, PrintStream out) throws IOException {
        this.source = source;
        this.out = out;
        long size = source.size();
        bar = size >= BIG && isTerminal() ? bar(source.name(), size) : null;
    }

    private static ProgressBar bar(String name, long size) {
        return new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(size)
                .setUnit(" MiB", 1L << 20)
                .setUpdateIntervalMillis(200)
                .build();
    }

    void line(long bytesRead) {
        lines++;
        bytes = bytesRead;
        if (bar != null) {
            bar.stepTo(bytesRead);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
        out.printf(Locale.ROOT, "  %s: %,d lines, %,d bytes%n", source.name(), lines, bytes);
    }

    /** Since JDK 22 there is a console also where there is no terminal; it can be asked then. */
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            Method method = Console.class.getMethod("isTerminal");
            return (boolean) method.invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
