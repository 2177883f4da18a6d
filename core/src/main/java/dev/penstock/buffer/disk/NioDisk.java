package dev.penstock.buffer.disk;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * The real disk. Files are {@link RandomAccessFile}s and not channels, because a channel is closed for good when a
 * thread is interrupted while it uses it.
 */
final class NioDisk implements Disk {

    @Override
    public void createDirectory(Path directory) throws IOException {
        // Files.createDirectories refuses a link to a directory on Java 17.
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.toAbsolutePath().getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            Files.createDirectories(parent);
        }
        Files.createDirectory(directory, ownerOnly(directory, "rwx------"));
        if (parent != null) {
            syncDirectory(parent);
        }
    }

    @Override
    public List<Path> list(Path directory) throws IOException {
        List<Path> paths = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(paths::add);
        }
        return paths;
    }

    @Override
    public void create(Path path) throws IOException {
        createOwnerOnly(path);
    }

    static void createOwnerOnly(Path path) throws IOException {
        Files.createFile(path, ownerOnly(path, "rw-------"));
    }

    private static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
        FileSystem system = path.getFileSystem();
        return system.supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    @Override
    public File openToRead(Path path) throws IOException {
        return open(path, "r");
    }

    @Override
    public File openToWrite(Path path) throws IOException {
        // RandomAccessFile would create it.
        if (Files.notExists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        return open(path, "rw");
    }

    private static File open(Path path, String mode) throws IOException {
        try {
            return new OpenFile(new RandomAccessFile(path.toFile(), mode));
        } catch (FileNotFoundException e) {
            // Also thrown for want of permission or of file descriptors.
            if (Files.notExists(path)) {
                throw new NoSuchFileException(path.toString());
            }
            throw e;
        }
    }

    @Override
    public void delete(Path path) throws IOException {
        Files.deleteIfExists(path);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        if (java.io.File.separatorChar == '\\') {
            // Windows opens no directories.
            return;
        }
        // A directory can only be forced through a channel, which an interrupt would close.
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                    channel.force(true);
                    return;
                } catch (ClosedByInterruptException e) {
                    interrupted = Thread.interrupted() || interrupted;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static final class OpenFile implements File {

        private final RandomAccessFile file;

        OpenFile(RandomAccessFile file) {
            this.file = file;
        }

        @Override
        public long size() throws IOException {
            return file.length();
        }

        @Override
        public void read(long position, byte[] into, int length) throws IOException {
            file.seek(position);
            file.readFully(into, 0, length);
        }

        @Override
        public void write(long position, byte[] bytes) throws IOException {
            file.seek(position);
            file.write(bytes);
        }

        @Override
        public void truncate(long size) throws IOException {
            file.setLength(size);
        }

        @Override
        public void force() throws IOException {
            file.getFD().sync();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
