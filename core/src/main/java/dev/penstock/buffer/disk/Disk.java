package dev.penstock.buffer.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Every file operation of the log but its lock, so that tests can let each of them fail. */
interface Disk {

    /** Creates a directory and its parents where they are missing. */
    void createDirectory(Path directory) throws IOException;

    /** The files in a directory, in no order. */
    List<Path> list(Path directory) throws IOException;

    /** Creates an empty file that only its owner may read; fails when there is one already. */
    void create(Path path) throws IOException;

    /** Opens a file. @throws java.nio.file.NoSuchFileException when there is none */
    File openToRead(Path path) throws IOException;

    /** Opens an existing file. @throws java.nio.file.NoSuchFileException when there is none */
    File openToWrite(Path path) throws IOException;

    /** Deletes a file if it exists. */
    void delete(Path path) throws IOException;

    /** Makes the names of new files survive a crash of the kernel, where the platform can. */
    void syncDirectory(Path directory) throws IOException;

    /** An open file. */
    interface File extends Closeable {

        long size() throws IOException;

        /** Reads exactly so many bytes. @throws java.io.EOFException when the file is shorter */
        void read(long position, byte[] into, int length) throws IOException;

        void write(long position, byte[] bytes) throws IOException;

        void truncate(long size) throws IOException;

        /** Returns once the device has what was written. */
        void force() throws IOException;
    }
}
