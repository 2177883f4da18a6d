package dev.penstock.journal;

import static dev.penstock.journal.JournalFormat.HEADER;
import static dev.penstock.journal.JournalFormat.HEADER_CHECKED;
import static dev.penstock.journal.JournalFormat.MAGIC;
import static dev.penstock.journal.JournalFormat.VERSION;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/** The journals' files in their directory: their names, which sort by age, and how one comes into being. */
final class JournalFiles {

    private static final Pattern NAME = Pattern.compile("events-([0-9a-f]{16})\\.journal");
    private static final String UNFINISHED = ".new";
    private static final int CHUNK = 1 << 16;

    private JournalFiles() {}

    /** The journals there are, oldest first. */
    static List<Path> list(Path directory) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "events-*.journal")) {
            for (Path file : files) {
                if (NAME.matcher(name(file)).matches()) {
                    found.add(file);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        Collections.sort(found);
        return found;
    }

    /** Allocates a journal of zeros with a header. It has its name only once it is whole. */
    static Path create(Path directory, long capacity, long salt) throws IOException {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(directory, "events-*.journal" + UNFINISHED)) {
            for (Path leftover : leftovers) {
                Files.delete(leftover);
            }
        }
        Path file = directory.resolve(String.format("events-%016x.journal", nextNumber(directory)));
        Path unfinished = directory.resolve(name(file) + UNFINISHED);
        boolean whole = false;
        try {
            try (FileChannel channel = FileChannel.open(
                    unfinished,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    ownerOnly(directory))) {
                write(channel, header(capacity, salt));
                ByteBuffer zeros = ByteBuffer.allocate(CHUNK);
                for (long written = 0; written < capacity; written += CHUNK) {
                    write(channel, zeros.clear());
                }
            }
            Files.move(unfinished, file);
            whole = true;
        } finally {
            if (!whole) {
                Files.deleteIfExists(unfinished);
            }
        }
        return file;
    }

    static ByteBuffer header(long capacity, long salt) {
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(MAGIC).putLong(VERSION).putLong(capacity).putLong(salt);
        CRC32C crc = new CRC32C();
        crc.update(header.array(), 0, HEADER_CHECKED);
        return header.putLong(crc.getValue()).clear();
    }

    static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static long nextNumber(Path directory) throws IOException {
        List<Path> existing = list(directory);
        if (existing.isEmpty()) {
            return 1;
        }
        Matcher newest = NAME.matcher(name(existing.get(existing.size() - 1)));
        return newest.matches() ? Long.parseUnsignedLong(newest.group(1), 16) + 1 : 1;
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static FileAttribute<?>[] ownerOnly(Path directory) {
        return directory.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
