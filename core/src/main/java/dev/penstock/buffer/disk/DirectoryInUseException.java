package dev.penstock.buffer.disk;

import java.io.IOException;

/** Says that a directory belongs to another open log, of this process or another. */
public final class DirectoryInUseException extends IOException {

    private static final long serialVersionUID = 1L;

    DirectoryInUseException(String message) {
        super(message);
    }
}
