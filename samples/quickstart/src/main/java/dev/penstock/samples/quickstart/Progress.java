package dev.penstock.samples.quickstart;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/** Shows how far a text has been read: a bar on a terminal if the text is big, plain lines otherwise. */
final class Progress implements AutoCloseable {

    /** Smaller texts are gone before a bar could be read. */
    private static final long BIG = 4L << 20;

    private static final long STEP_OF_UNKNOWN = 64L << 20;

    private final TextSource source;
    private final PrintStream out;
    private final @Nullable ProgressBar bar;
    /** How many bytes to read until the next plain line is due. */
    private final long step;

    private long nextLine;
    private long lines;
    private long bytes;

    Progress(TextSource source, PrintStream out) throws IOException {
        this.source = source;
        this.out = out;
        long size = source.size();
        step = size < 0 ? STEP_OF_UNKNOWN : Math.max(BIG, size / 10);
        nextLine = step;
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
        } else if (bytesRead >= nextLine) {
            nextLine += step;
            print("  … ");
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
        print("  ");
    }

    private void print(String indent) {
        out.printf(Locale.ROOT, "%s%s: %,d lines, %,d bytes%n", indent, source.name(), lines, bytes);
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
