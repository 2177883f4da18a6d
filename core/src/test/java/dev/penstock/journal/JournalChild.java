package dev.penstock.journal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;

/** Appends until it is killed, saying each number once it is appended ("a17.") and before it is done ("d17."). */
final class JournalChild {

    private JournalChild() {}

    public static void main(String[] args) throws IOException {
        EventJournal journal = EventJournal.create(Path.of(args[0]), 1 << 18);
        AtomicLong numbers = new AtomicLong();
        // Each line is one write of few bytes to a pipe, which no other thread's can cut in two.
        FileOutputStream out = new FileOutputStream(FileDescriptor.out);
        for (int i = 0; i < 2; i++) {
            new Thread(() -> run(journal, numbers, out)).start();
        }
    }

    private static void run(EventJournal journal, AtomicLong numbers, FileOutputStream out) {
        Deque<long[]> open = new ArrayDeque<>();
        while (true) {
            long number = numbers.incrementAndGet();
            byte[] payload = LeftJournalTest.numbered(number, (int) (number * 7919 % 400));
            long position = journal.append(payload, payload.length);
            while (position < 0) {
                finish(journal, open, out);
                position = journal.append(payload, payload.length);
            }
            say(out, "a" + number + ".\n");
            open.add(new long[] {position, number});
            if (open.size() > 300) {
                finish(journal, open, out);
            }
        }
    }

    private static void finish(EventJournal journal, Deque<long[]> open, FileOutputStream out) {
        long[] oldest = open.poll();
        if (oldest != null) {
            say(out, "d" + oldest[1] + ".\n");
            journal.done(oldest[0]);
        }
    }

    private static void say(FileOutputStream out, String line) {
        try {
            out.write(line.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // The reader is gone: nobody would kill this process any more.
            Runtime.getRuntime().halt(1);
        }
    }
}
